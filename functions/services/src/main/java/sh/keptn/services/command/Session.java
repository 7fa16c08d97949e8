package sh.keptn.services.command;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A program and everything that it started.
 *
 * <p>Java can neither start a process in a session of its own nor signal a group. Where the program {@code setsid} and the
 * folder {@code /proc} are there (Linux), programs are started through setsid, which makes the session and then becomes the
 * program, with the same process id. Killing then means every process of that session: one whose parent has ended is still in
 * it, one that made its own session is not. Elsewhere killing means the program and its descendants.
 */
public final class Session {

    private static final Path PROC = Path.of("/proc");

    /** A process can start another one while its session is read; so many times the session is read again. */
    private static final int SWEEPS = 100;

    private final Process process;
    private final boolean own;

    private Session(Process process, boolean own) {
        this.process = process;
        this.own = own;
    }

    /** Starts {@code builder}'s command, whose first word has to be a path. */
    public static Session start(ProcessBuilder builder) throws IOException {
        List<String> command = builder.command();
        for (String setsid : List.of("/usr/bin/setsid", "/bin/setsid")) {
            if (Files.isExecutable(Path.of(setsid)) && Files.isReadable(PROC.resolve("self/stat"))) {
                List<String> inSession = new ArrayList<>(List.of(setsid));
                inSession.addAll(command);
                return new Session(builder.command(inSession).start(), true);
            }
        }
        return new Session(builder.start(), false);
    }

    /** The program. */
    public Process process() {
        return process;
    }

    /** Kills all of it, at once and without mercy. */
    public void kill() {
        List<ProcessHandle> descendants = process.descendants().toList();
        process.destroyForcibly();
        if (own) {
            for (int sweep = 0; sweep < SWEEPS; sweep++) {
                List<ProcessHandle> members = members();
                members.forEach(ProcessHandle::destroyForcibly);
                if (members.isEmpty()) {
                    break;
                }
                await(members.get(0));
            }
        } else {
            descendants.forEach(ProcessHandle::destroyForcibly);
        }
    }

    /** A killed process takes a moment to go. */
    private static void await(ProcessHandle killed) {
        killed.onExit().completeOnTimeout(killed, 10, TimeUnit.MILLISECONDS).join();
    }

    private List<ProcessHandle> members() {
        List<ProcessHandle> members = new ArrayList<>();
        try (DirectoryStream<Path> folders = Files.newDirectoryStream(PROC, "[0-9]*")) {
            for (Path folder : folders) {
                if (isLiveMember(folder)) {
                    ProcessHandle.of(Long.parseLong(folder.getFileName().toString()))
                            .ifPresent(members::add);
                }
            }
        } catch (IOException e) {
            // Without /proc there is nobody to find; the program itself is dead already.
        }
        return members;
    }

    /** Reads {@code pid (name) state ppid pgrp session ...}; the name may hold blanks and parentheses (proc(5)). */
    private boolean isLiveMember(Path folder) {
        try {
            String stat = Files.readString(folder.resolve("stat"), StandardCharsets.ISO_8859_1);
            String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", 5);
            return !fields[0].equals("Z") && !fields[0].equals("X") && fields[3].equals(Long.toString(process.pid()));
        } catch (IOException e) {
            return false; // It has ended in the meantime.
        }
    }
}

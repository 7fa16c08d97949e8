package sh.keptn.services.command;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Finds programs as execvp does, so that a missing one is known before anything is started. */
final class Programs {

    private Programs() {}

    /**
     * The program's file. A name with a slash is taken from the working directory, any other is looked up.
     *
     * @param searchPath the variable PATH of the program to be
     * @throws IOException if there is none or it cannot be executed; the message says which
     */
    static Path find(String name, Path directory, String searchPath) throws IOException {
        Optional<Path> denied = Optional.empty();
        for (Path candidate : candidates(name, directory, searchPath)) {
            if (Files.isRegularFile(candidate) && Files.isExecutable(candidate)) {
                return candidate;
            }
            if (Files.exists(candidate) && denied.isEmpty()) {
                denied = Optional.of(candidate);
            }
        }
        if (denied.isPresent()) {
            throw new IOException("`" + name + "` is not an executable file");
        }
        throw new IOException(
                name.indexOf('/') >= 0 ? "`" + name + "` was not found" : "`" + name + "` was not found in PATH");
    }

    private static List<Path> candidates(String name, Path directory, String searchPath) throws IOException {
        List<Path> candidates = new ArrayList<>();
        try {
            if (name.indexOf('/') >= 0) {
                candidates.add(directory.resolve(name));
            } else if (!name.isEmpty()) {
                for (String folder : searchPath.split(File.pathSeparator, -1)) {
                    candidates.add(directory.resolve(folder).resolve(name));
                }
            }
        } catch (InvalidPathException e) {
            throw new IOException("the program's name is no valid path", e);
        }
        return candidates;
    }
}

package sh.keptn.services.command;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CancellationException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import sh.keptn.events.Json;
import sh.keptn.events.KeptnEvent;
import sh.keptn.services.TaskAnswer;
import sh.keptn.services.TaskRequest;
import sh.keptn.services.TaskService;
import sh.keptn.services.template.PlaceholderException;
import sh.keptn.services.template.Placeholders;

/**
 * Does a task by a program on this machine. No shell is involved: an argument vector, in which a value from the event never
 * becomes more than one argument.
 *
 * <p><b>What the program gets.</b> The event as JSON on its standard input and in the file named by {@code KEPTN_EVENT}; a
 * path for its answer in {@code KEPTN_RESULT}; {@code KEPTN_PROJECT}, {@code KEPTN_STAGE}, {@code KEPTN_SERVICE}, {@code
 * KEPTN_TASK}, {@code KEPTN_CONTEXT}; the environment of this process below that. The two files are deleted when it ends.
 *
 * <p><b>What it answers.</b> Exit code 0 is pass, 10 is warning, any other is fail. A file {@code {result, status, message,
 * data}} at {@code KEPTN_RESULT} has precedence in what it names; a malformed one is an errored answer. The last 64 KB of what
 * it prints go to {@code data.<task>.output} (standard output and error as they come; UTF-8, U+FFFD for what is not), and
 * where that is not all, {@code data.<task>.outputCut} says so. A program that cannot be started is an errored answer.
 *
 * <p><b>When it ends.</b> At the timeout its whole session is killed; a process that made a session of its own survives. After
 * a normal end nothing is killed: a server that the program left running goes on, and what it prints is read and dropped.
 *
 * <p>Calls block. An interrupt kills the program's session and comes out as {@link CancellationException}: there is no answer
 * then, the task can be asked for again.
 */
public final class CommandService implements TaskService {

    /** How variables with secrets begin. Commands do not get them, as what they print goes into events. */
    public static final String SECRETS = "KEPTN_SECRET_";

    private static final int WARNING = 10;

    /** How long output is waited for after the program has ended, should somebody else hold the pipe. */
    private static final Duration GRACE = Duration.ofSeconds(1);

    private final List<String> command;
    private final Map<String, String> environment;
    private final Path directory;
    private final Duration timeout;
    private final Clock clock;

    /**
     * A service that runs one program.
     *
     * @param command the program and its arguments, with placeholders; a program without a slash is looked up in PATH, one with
     *     a slash is taken from the directory
     * @param environment variables to add, the values with placeholders
     * @param directory where the program runs
     * @param timeout when it is killed, if the task's deadline does not come first
     * @throws IllegalArgumentException if the command is empty or a variable's name is not valid
     */
    public CommandService(
            List<String> command, Map<String, String> environment, Path directory, Duration timeout, Clock clock) {
        this.command = List.copyOf(command);
        this.environment = Map.copyOf(environment);
        this.directory = directory;
        this.timeout = timeout;
        this.clock = clock;
        if (this.command.isEmpty()) {
            throw new IllegalArgumentException("a command needs a program");
        }
        for (String name : this.environment.keySet()) {
            if (name.isEmpty() || name.indexOf('=') >= 0 || name.indexOf('\0') >= 0) {
                throw new IllegalArgumentException("`" + name + "` is no name of an environment variable");
            }
        }
    }

    @Override
    public TaskAnswer apply(TaskRequest request) {
        Instant now = clock.instant();
        Duration left = request.timeLeft(timeout, now);
        Duration limit = request.limit(timeout, now);
        if (left.isNegative() || left.isZero()) {
            return TaskAnswer.Finished.errored("not started: the task's deadline had passed");
        }
        KeptnEvent event = request.event();
        if (!Files.isDirectory(directory)) {
            return TaskAnswer.Finished.errored("the working directory `" + directory + "` does not exist");
        }
        try (Workspace workspace = Workspace.create(Json.write(event.toJson()))) {
            return run(request, builder(request, workspace), workspace, left, limit);
        } catch (PlaceholderException e) {
            return TaskAnswer.Finished.errored(String.valueOf(e.getMessage()));
        } catch (IOException e) {
            return TaskAnswer.Finished.errored("the command could not be started: " + e.getMessage());
        }
    }

    private ProcessBuilder builder(TaskRequest request, Workspace workspace) throws IOException, PlaceholderException {
        Placeholders placeholders = new Placeholders(request.event());
        List<String> words = new ArrayList<>();
        for (String word : command) {
            words.add(fill(placeholders, word));
        }
        ProcessBuilder builder = new ProcessBuilder(words)
                .directory(directory.toFile())
                .redirectInput(workspace.event().toFile())
                .redirectErrorStream(true);
        Map<String, String> variables = builder.environment();
        variables.keySet().removeIf(name -> name.startsWith(SECRETS));
        for (Map.Entry<String, String> variable : environment.entrySet()) {
            variables.put(variable.getKey(), fill(placeholders, variable.getValue()));
        }
        variables.putAll(facts(request));
        variables.put("KEPTN_EVENT", workspace.event().toString());
        variables.put("KEPTN_RESULT", workspace.result().toString());
        words.set(
                0,
                Programs.find(words.get(0), directory.toAbsolutePath(), variables.getOrDefault("PATH", ""))
                        .toString());
        return builder;
    }

    private static Map<String, String> facts(TaskRequest request) throws IOException {
        KeptnEvent event = request.event();
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put("KEPTN_PROJECT", Objects.requireNonNullElse(event.dataText("project"), ""));
        facts.put("KEPTN_STAGE", Objects.requireNonNullElse(event.dataText("stage"), ""));
        facts.put("KEPTN_SERVICE", Objects.requireNonNullElse(event.dataText("service"), ""));
        facts.put("KEPTN_TASK", request.task());
        facts.put("KEPTN_CONTEXT", event.context());
        for (Map.Entry<String, String> fact : facts.entrySet()) {
            if (fact.getValue().indexOf('\0') >= 0) {
                throw new IOException("the value of " + fact.getKey() + " has a NUL character");
            }
        }
        return facts;
    }

    private static String fill(Placeholders placeholders, String text) throws PlaceholderException {
        return placeholders.fill(text, (before, placeholder, value) -> {
            if (value.indexOf('\0') >= 0) {
                throw new PlaceholderException(placeholder, "has a NUL character, which no program can be given");
            }
            return value;
        });
    }

    private TaskAnswer run(
            TaskRequest request, ProcessBuilder builder, Workspace workspace, Duration left, Duration limit)
            throws IOException {
        Instant start = clock.instant();
        Session session = Session.start(builder);
        Process process = session.process();
        OutputTail output = new OutputTail();
        Thread reader = new Thread(() -> output.drain(process.getInputStream()), "output of " + command.get(0));
        reader.setDaemon(true);
        reader.start();
        try {
            boolean ended = process.waitFor(left.toNanos(), TimeUnit.NANOSECONDS);
            if (!ended) {
                session.kill();
            }
            reader.join(GRACE.toMillis());
            TaskAnswer answer =
                    ended ? answer(process.exitValue(), workspace, output) : TaskAnswer.Finished.timedOut(limit);
            return withOutput(answer, request.task(), output);
        } catch (InterruptedException e) {
            session.kill();
            Thread.currentThread().interrupt();
            throw new CancellationException(
                    "interrupted " + Duration.between(start, clock.instant()) + " after its start");
        }
    }

    private static TaskAnswer answer(int exitCode, Workspace workspace, OutputTail output) {
        String said = output.lastLine();
        TaskAnswer.Finished byExitCode = exitCode == 0
                ? TaskAnswer.Finished.pass("", Map.of())
                : new TaskAnswer.Finished(
                        exitCode == WARNING ? "warning" : "fail",
                        "succeeded",
                        "the command ended with exit code " + exitCode + (said.isEmpty() ? "" : ": " + said),
                        Map.of());
        return ResultFile.read(workspace.result(), byExitCode).orElse(byExitCode);
    }

    /** Adds the output to what the program itself has put there; its own keys stay. */
    private static TaskAnswer withOutput(TaskAnswer answer, String task, OutputTail output) {
        if (answer instanceof TaskAnswer.Finished finished) {
            return finished.withData(withOutput(finished.data(), task, output));
        } else if (answer instanceof TaskAnswer.Progressed progressed) {
            return progressed.withData(withOutput(progressed.data(), task, output));
        }
        return answer;
    }

    private static Map<String, @Nullable Object> withOutput(
            Map<String, @Nullable Object> said, String task, OutputTail output) {
        Object own = said.get(task);
        if (own != null && !(own instanceof Map)) {
            return said;
        }
        Map<String, @Nullable Object> ofTask = new LinkedHashMap<>(Json.child(said, task));
        ofTask.putIfAbsent("output", output.text());
        output.cut().ifPresent(sentence -> ofTask.putIfAbsent("outputCut", sentence));
        Map<String, @Nullable Object> data = new LinkedHashMap<>(said);
        data.put(task, ofTask);
        return data;
    }
}

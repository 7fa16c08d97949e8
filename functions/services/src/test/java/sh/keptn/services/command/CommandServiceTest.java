package sh.keptn.services.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import sh.keptn.events.Json;
import sh.keptn.services.Requests;
import sh.keptn.services.TaskAnswer;
import sh.keptn.services.TaskRequest;

@EnabledOnOs({OS.LINUX, OS.MAC})
@Timeout(60)
class CommandServiceTest {

    private static final Duration LONG = Duration.ofSeconds(50);
    private static final Duration SHORT = Duration.ofMillis(700);
    private static final TaskRequest REQUEST =
            Requests.of("test", "{\"labels\":{\"name\":\"two words; $(id) 'x' \\\"y\\\" *\"},\"nul\":\"a\\u0000b\"}");

    @TempDir
    Path folder;

    private final List<ProcessHandle> left = new ArrayList<>();

    @AfterEach
    void killWhatIsLeft() {
        left.forEach(ProcessHandle::destroyForcibly);
    }

    @ParameterizedTest
    @CsvSource({
        "0,   pass,    ''",
        "10,  warning, the command ended with exit code 10: no space",
        "1,   fail,    the command ended with exit code 1: no space",
        "11,  fail,    the command ended with exit code 11: no space",
        "255, fail,    the command ended with exit code 255: no space",
    })
    void exitCodeIsTheResult(int code, String result, String message) {
        assertThat(sh("echo done; echo no space >&2; echo; exit " + code))
                .isEqualTo(new TaskAnswer.Finished(
                        result, "succeeded", message, Map.of("test", Map.of("output", "done\nno space\n\n"))));
    }

    @Test
    void aValueNeverSplitsAnArgument() {
        TaskAnswer.Finished answer = run(
                REQUEST,
                Map.of(),
                LONG,
                List.of(
                        "sh",
                        "-c",
                        "for a in \"$@\"; do echo \"<$a>\"; done",
                        "sh",
                        "{{data.labels.name}}",
                        "{{data.service}}-x"));

        assertThat(output(answer)).isEqualTo("<two words; $(id) 'x' \"y\" *>\n<carts-x>\n");
    }

    @Test
    void theProgramsNameMayBeAPlaceholder() throws IOException {
        script("carts", "#!/bin/sh\necho mine");

        assertThat(output(run(REQUEST, Map.of(), LONG, List.of("./{{data.service}}"))))
                .isEqualTo("mine\n");
    }

    @Test
    void environmentHasFactsAndFilledValues() {
        TaskAnswer.Finished answer = run(
                REQUEST,
                Map.of("TARGET", "{{data.labels.name}}", "KEPTN_STAGE", "not mine"),
                LONG,
                List.of(
                        "sh",
                        "-c",
                        "echo \"$KEPTN_PROJECT $KEPTN_STAGE $KEPTN_SERVICE $KEPTN_TASK $KEPTN_CONTEXT\"; echo \"$TARGET\""));

        assertThat(output(answer))
                .isEqualTo("sockshop dev carts test " + Requests.CONTEXT + "\ntwo words; $(id) 'x' \"y\" *\n");
    }

    @Test
    void eventIsOnStandardInputAndInAFile() {
        String json = Json.write(REQUEST.event().toJson());

        assertThat(output(sh("cat; echo; cat \"$KEPTN_EVENT\""))).isEqualTo(json + "\n" + json);
    }

    @Test
    void aHugeEventThatNobodyReadsDoesNotMatter() {
        TaskRequest huge = Requests.of("test", "{\"huge\":\"" + "x".repeat(5_000_000) + "\"}");

        assertThat(output(run(huge, Map.of(), LONG, List.of("sh", "-c", "exec 0<&-; echo fine"))))
                .isEqualTo("fine\n");
        assertThat(output(run(huge, Map.of(), LONG, List.of("sh", "-c", "cat | wc -c")))
                        .strip())
                .isEqualTo(Integer.toString(Json.write(huge.event().toJson()).length()));
    }

    @Test
    void runsInTheGivenFolder() throws IOException {
        assertThat(output(sh("pwd -P"))).isEqualTo(folder.toRealPath() + "\n");
    }

    @Test
    void filesOfTheRunAreGoneAfterIt() {
        String[] files = output(sh("echo {} > \"$KEPTN_RESULT\"; echo \"$KEPTN_EVENT\"; echo \"$KEPTN_RESULT\""))
                .split("\n", -1);

        assertThat(Path.of(files[0])).doesNotExist();
        assertThat(Path.of(files[1])).doesNotExist();
        assertThat(Path.of(files[0]).getParent()).doesNotExist();
    }

    @Test
    void resultFileHasPrecedence() {
        TaskAnswer.Finished answer = sh("""
                echo text
                echo '{"result":"warning","message":"slow","data":{"test":{"p95":431.5,"output":"own"},"more":[1]}}' > "$KEPTN_RESULT"
                exit 1""");

        assertThat(answer)
                .isEqualTo(new TaskAnswer.Finished(
                        "warning",
                        "succeeded",
                        "slow",
                        Map.of("test", Map.of("p95", 431.5, "output", "own"), "more", List.of(1L))));
    }

    @Test
    void resultFileMayLeaveTheResultToTheExitCode() {
        assertThat(sh("echo '{\"data\":{\"test\":{\"url\":\"u\"}}}' > \"$KEPTN_RESULT\"; exit 10"))
                .isEqualTo(new TaskAnswer.Finished(
                        "warning",
                        "succeeded",
                        "the command ended with exit code 10",
                        Map.of("test", Map.of("url", "u", "output", ""))));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "echo '{\"result\":\"pass\",' > $KEPTN_RESULT    | at line 2, column 1",
                "echo '{\"result\":\"passed\"}' > $KEPTN_RESULT | `result`: expected pass, warning, fail, found `passed`",
                "echo '{\"reslut\":\"fail\"}' > $KEPTN_RESULT   | unknown key `reslut`, expected result, status, message, data",
                "echo '[]' > $KEPTN_RESULT                       | a JSON object was expected",
                ": > $KEPTN_RESULT                               | empty text where a JSON value was expected",
                "printf '\\377' > $KEPTN_RESULT                  | it is not UTF-8",
                "mkdir $KEPTN_RESULT                             | it is not a file",
                "mkfifo $KEPTN_RESULT                            | it is not a file",
                "ln -s /dev/zero $KEPTN_RESULT                   | it is not a file",
                "head -c 200000 /dev/zero > $KEPTN_RESULT        | it is larger than 131072 bytes",
            })
    void aMalformedResultFileIsAnErroredAnswer(String script, String problem) {
        TaskAnswer.Finished answer = sh(script + "; echo text");

        assertThat(answer.status()).isEqualTo("errored");
        assertThat(answer.result()).isEqualTo("fail");
        assertThat(answer.message())
                .startsWith("the result file (KEPTN_RESULT) is malformed: ")
                .contains(problem);
        assertThat(output(answer)).isEqualTo("text\n");
    }

    @Test
    void outputAndErrorsInterleaveAsTheyCome() {
        assertThat(output(sh("echo 1; echo 2 >&2; echo 3; echo 4 >&2"))).isEqualTo("1\n2\n3\n4\n");
    }

    @Test
    void keepsTheEndOfAHundredMegabytes() {
        TaskAnswer.Finished answer = sh("head -c 100000000 /dev/zero | tr '\\0' x; echo the end");

        assertThat(answer.result()).isEqualTo("pass");
        assertThat(output(answer)).hasSize(65_536).endsWith("xxxthe end\n");
        assertThat(Json.child(answer.data(), "test").get("outputCut"))
                .isEqualTo("the output had 100000008 bytes; only its last 65536 are kept");
    }

    @Test
    void binaryOutputIsAString() {
        assertThat(output(sh("printf 'a\\377\\000b'"))).isEqualTo("a\uFFFD\uFFFDb");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "no-such-program  | the command could not be started: `no-such-program` was not found in PATH",
                "./no-such-script | the command could not be started: `./no-such-script` was not found",
                "./data.txt       | the command could not be started: `./data.txt` is not an executable file",
                "./               | the command could not be started: `./` is not an executable file",
                "{{data.version}} | `{{data.version}}` has no value: the event has nothing at `version`",
                "{{data.nul}}     | `{{data.nul}}` has a NUL character, which no program can be given",
            })
    void whatCannotBeStartedIsAnErroredAnswer(String program, String message) throws IOException {
        Files.writeString(folder.resolve("data.txt"), "text");

        assertThat(run(REQUEST, Map.of(), LONG, List.of(program, "x"))).isEqualTo(TaskAnswer.Finished.errored(message));
    }

    @Test
    void aMissingPlaceholderInAVariableIsNamed() {
        assertThat(run(REQUEST, Map.of("A", "{{data.version}}"), LONG, List.of("sh", "-c", "exit 0")))
                .isEqualTo(TaskAnswer.Finished.errored(
                        "`{{data.version}}` has no value: the event has nothing at `version`"));
    }

    @Test
    void anArgumentThatIsTooLongIsAnErroredAnswer() {
        TaskRequest huge = Requests.of("test", "{\"huge\":\"" + "x".repeat(5_000_000) + "\"}");

        TaskAnswer.Finished answer = run(huge, Map.of(), LONG, List.of("sh", "-c", "exit 0", "{{data.huge}}"));

        assertThat(answer.status()).isEqualTo("errored");
        assertThat(answer.message())
                .startsWith("the command could not be started: ")
                .hasSizeLessThan(500);
    }

    @Test
    void aMissingFolderIsAnErroredAnswer() {
        Path missing = folder.resolve("missing");
        CommandService service = new CommandService(List.of("sh"), Map.of(), missing, LONG, Requests.CLOCK);

        assertThat(service.apply(REQUEST))
                .isEqualTo(TaskAnswer.Finished.errored("the working directory `" + missing + "` does not exist"));
    }

    @Test
    void aDeadlineThatHasPassedStartsNothing() {
        assertThat(run(Requests.within(REQUEST, Duration.ZERO), Map.of(), LONG, List.of("sh", "-c", "touch started")))
                .isEqualTo(TaskAnswer.Finished.errored("not started: the task's deadline had passed"));
        assertThat(folder.resolve("started")).doesNotExist();
    }

    @Test
    void whatHangsIsKilledWithAllItStarted() throws Exception {
        TaskAnswer.Finished answer = run(
                REQUEST,
                Map.of(),
                SHORT,
                List.of(
                        "sh",
                        "-c",
                        "sh -c 'sleep 300 & echo $! > a; wait' & sleep 300 & echo $! > b; echo before; wait"));

        assertThat(answer.status()).isEqualTo("errored");
        assertThat(answer.result()).isEqualTo("fail");
        assertThat(answer.message()).isEqualTo("timed out after 0.7s");
        assertThat(output(answer)).isEqualTo("before\n");
        assertEnds("a");
        assertEnds("b");
    }

    @Test
    void orphansAreKilledToo() throws Exception {
        assumeTrue(Files.exists(Path.of("/usr/bin/setsid")), "no setsid on this machine");
        run(REQUEST, Map.of(), SHORT, List.of("sh", "-c", "sh -c 'sleep 300 & echo $! > a'; sleep 300"));

        assertEnds("a");
    }

    @Test
    void aChildThatMadeItsOwnSessionSurvives() throws Exception {
        assumeTrue(Files.exists(Path.of("/usr/bin/setsid")), "no setsid on this machine");
        TaskAnswer.Finished answer = run(
                REQUEST,
                Map.of(),
                SHORT,
                List.of("sh", "-c", "setsid sh -c 'echo $$ > a; exec sleep 300' >/dev/null & sleep 300"));

        assertThat(answer.message()).isEqualTo("timed out after 0.7s");
        assertThat(process("a").isAlive()).isTrue();
    }

    @Test
    void theDeadlineEndsItBeforeItsOwnTimeout() {
        assertThat(run(Requests.within(REQUEST, SHORT), Map.of(), LONG, List.of("sleep", "300"))
                        .message())
                .isEqualTo("timed out after 0.7s");
    }

    @Test
    void aGrandchildThatHoldsTheOutputIsNotWaitedForAndGoesOn() throws Exception {
        long start = System.nanoTime();

        TaskAnswer.Finished answer = sh("sleep 300 & echo $! > a; echo started");

        assertThat(answer.result()).isEqualTo("pass");
        assertThat(output(answer)).isEqualTo("started\n");
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(30));
        assertThat(process("a").isAlive()).isTrue();
    }

    @Test
    void anInterruptKillsItAndGivesNoAnswer() throws Exception {
        CompletableFuture<Thread> runner = new CompletableFuture<>();
        CompletableFuture<TaskAnswer> answer = new CompletableFuture<>();
        Thread thread = new Thread(() -> {
            runner.complete(Thread.currentThread());
            try {
                answer.complete(sh("echo $$ > a; mkfifo ready; cat ready > /dev/null; sleep 300"));
            } catch (CancellationException e) {
                answer.completeExceptionally(e);
            }
        });
        thread.start();
        Process waitForStart = new ProcessBuilder("sh", "-c", "until [ -p ready ]; do sleep 0.05; done; echo > ready")
                .directory(folder.toFile())
                .start();
        assertThat(waitForStart.waitFor(30, TimeUnit.SECONDS)).isTrue();
        runner.get().interrupt();

        assertThatThrownBy(() -> answer.get(30, TimeUnit.SECONDS))
                .isInstanceOfAny(CancellationException.class, ExecutionException.class);
        assertEnds("a");
    }

    @ParameterizedTest
    @CsvSource({"''", "A=B"})
    void variablesNeedNames(String name) {
        assertThatThrownBy(() -> new CommandService(List.of("sh"), Map.of(name, "x"), folder, LONG, Requests.CLOCK))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("`" + name + "` is no name of an environment variable");
    }

    private TaskAnswer.Finished sh(String script) {
        return run(REQUEST, Map.of(), LONG, List.of("sh", "-c", script));
    }

    private TaskAnswer.Finished run(
            TaskRequest request, Map<String, String> environment, Duration timeout, List<String> command) {
        CommandService service = new CommandService(command, environment, folder, timeout, Requests.CLOCK);
        return (TaskAnswer.Finished) service.apply(request);
    }

    private static String output(TaskAnswer.Finished answer) {
        return Objects.requireNonNull(Json.text(Json.child(answer.data(), "test"), "output"), answer.toString());
    }

    private void script(String name, String text) throws IOException {
        Path file = Files.writeString(folder.resolve(name), text);
        assertThat(file.toFile().setExecutable(true)).isTrue();
    }

    private ProcessHandle process(String file) throws IOException {
        long pid = Long.parseLong(Files.readString(folder.resolve(file)).strip());
        ProcessHandle handle = ProcessHandle.of(pid).orElseThrow();
        left.add(handle);
        return handle;
    }

    private void assertEnds(String file) throws Exception {
        long pid = Long.parseLong(Files.readString(folder.resolve(file)).strip());
        ProcessHandle.of(pid).ifPresent(handle -> assertThat(handle.onExit()).succeedsWithin(Duration.ofSeconds(10)));
    }
}

package sh.keptn.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import sh.keptn.cli.terminal.Terminal;
import sh.keptn.events.Json;

class AslRunCommandTest {

    private static final String TASK = "'Type':'Task','Resource':'arn:aws:states:::lambda:invoke.waitForTaskToken',"
            + "'Arguments':{'FunctionName':'f','Payload':{'token':'{% $states.context.Task.Token %}'}}";

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    private StringWriter out = new StringWriter();
    private StringWriter err = new StringWriter();

    @BeforeEach
    void definitions() throws IOException {
        write("wait.json", machine("'w':{'Type':'Wait','Seconds':3600,'Output':'{% $states.input.x %}','End':true}"));
        write("task.json", machine("'w':{" + TASK + ",'TimeoutSeconds':60,'End':true}"));
        write("endless.json", machine("'w':{'Type':'Pass','Next':'w'}"));
        write("paths.json", "{'StartAt':'w','States':{'w':{'Type':'Pass','End':true}}}");
        write("text.json", "{{");
        write("once.json", "{'w':[{'error':'Oops','cause':{'why':1}}]}");
        write("late.json", "{'w':[{'timeout':true}]}");
        write("wrong.json", machine("'w':{'Type':'Pass','Next':'x'},'y':{'Type':'Succeed','Error':'E'}"));
        write("list.json", "{'w':{'result':1}}");
        write("both.json", "{'w':[{'result':1,'error':'x'}]}");
        write("input.json", "{'x':[1]}");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            nullValues = "-",
            value = {
                "wait.json --input {'x':5} | 0 | SUCCEEDED | 5 | -",
                "wait.json --input @input.json | 0 | SUCCEEDED | [1] | -",
                "wait.json | 1 | FAILED | - | States.QueryEvaluationError",
                "task.json | 0 | SUCCEEDED | {} | -",
                "task.json --task-results once.json | 1 | FAILED | - | Oops",
                "task.json --task-results late.json | 1 | FAILED | - | States.Timeout",
                "endless.json | 1 | FAILED | - | States.Runtime"
            })
    void printsWhatStepFunctionsWould(
            String arguments, int exitCode, String status, @Nullable String output, @Nullable String error) {
        assertThat(run(arguments + " --output json")).isEqualTo(exitCode);
        Map<String, @Nullable Object> json = Json.parseObject(out.toString());
        assertThat(json).containsEntry("status", status);
        assertThat(json.get("output")).isEqualTo(output == null ? null : Json.parse(output));
        assertThat(json.get("error")).isEqualTo(error);
        assertThat(json.containsKey("error")).isEqualTo(error != null);
        assertThat(err.toString()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "none.json | cannot read `FOLDER/none.json`: there is no such file",
                "text.json | FOLDER/text.json: the definition is no JSON object: ",
                "paths.json | the query language JSONPath",
                "wait.json --input {'x' | --input is no JSON: ",
                "wait.json --input @none.json | cannot read `FOLDER/none.json`",
                "task.json --task-results list.json | the task results of `w` are no list",
                "task.json --task-results both.json | expected {\"result\": ...}",
                "task.json --task-results text.json | the task results are no JSON object",
                "task.json --out json | Unknown option"
            })
    void whatCannotRunIsOneSentence(String arguments, String message) {
        assertThat(run(arguments)).isEqualTo(2);
        assertThat(out.toString()).isEmpty();
        assertThat(err.toString()).startsWith("error: ").contains(message.replace("FOLDER", folder.toString()));
    }

    @Test
    void everythingThatIsWrongWithADefinitionIsSaid() {
        assertThat(run("wrong.json --output json")).isEqualTo(2);
        assertThat(out.toString()).isEmpty();
        String file = "error: " + folder + "/wrong.json: ";
        assertThat(err.toString().lines())
                .containsExactly(
                        file + "field Error of state `y` is not known, expected one of [Comment, Output, QueryLanguage,"
                                + " Type]",
                        file + "state `w` names the state `x`, which does not exist beside it",
                        file + "state `y` is never reached from StartAt of the definition");
    }

    @Test
    void textShowsHistoryAndEnd() {
        assertThat(run("wait.json --input {'x':5}")).isZero();
        assertThat(out.toString())
                .contains("    2  WaitStateEntered           w  input {\"x\":5}\n")
                .endsWith("\nSUCCEEDED\noutput: 5\n");
    }

    @Test
    void everythingThatIsWrongWithTheTaskResultsIsSaidAtOnce() throws IOException {
        write(
                "nested.json",
                machine("'w':{'Type':'Map','Items':[1],'ItemProcessor':{'StartAt':'t','States':{'t':{" + TASK
                        + ",'End':true}}},'End':true}"));
        write("wrong.json", "{'t': 1, 'u': [{'resul': 1}, {}]}");
        assertThat(run("nested.json --task-results wrong.json")).isEqualTo(2);
        assertThat(err.toString())
                .contains(
                        "the task results of `t` are no list; ",
                        "a task result of `u` is {\"resul\":1}, expected ",
                        "a task result of `u` is {}, expected ");
        err = new StringWriter();
        write("unknown.json", "{'t': [{'result': 1}], 'w': [{'result': 1}], 'x': []}");
        assertThat(run("nested.json --task-results unknown.json")).isEqualTo(2);
        assertThat(err.toString())
                .contains("the definition has no Task state `w`; the definition has no Task state `x`\n");
    }

    @Test
    void waitsForRealWhereAsked() throws IOException {
        write("short.json", machine("'w':{'Type':'Wait','Seconds':1,'Next':'t'},'t':{" + TASK + ",'End':true}"));
        long began = System.nanoTime();
        assertThat(run("short.json --real-time")).isZero();
        assertThat(System.nanoTime() - began).isGreaterThan(1_000_000_000);
    }

    @TestFactory
    Stream<DynamicTest> recordedExecutions() throws IOException {
        Path recordings = Path.of(System.getProperty("corpus", "none")).resolve("asl");
        assumeTrue(Files.isDirectory(recordings), "the corpus of recorded executions is not here");
        List<Path> files;
        try (Stream<Path> all = Files.list(recordings)) {
            files = all.filter(file -> !file.endsWith("index.json")).sorted().toList();
        }
        return files.stream()
                .map(file -> DynamicTest.dynamicTest(file.getFileName().toString(), () -> check(file)));
    }

    private void check(Path file) throws IOException {
        Map<String, @Nullable Object> recording = Json.parseObject(Files.readString(file));
        write("definition.json", Json.write(recording.get("definition")));
        write("given.json", Json.write(recording.get("input")));
        write("results.json", Json.write(recording.getOrDefault("taskResults", Map.of())));
        boolean succeeds = "SUCCEEDED".equals(recording.get("expectedStatus"));
        out = new StringWriter();
        err = new StringWriter();
        assertThat(run("definition.json --input @given.json --task-results results.json --output json"))
                .as(err.toString())
                .isEqualTo(succeeds ? 0 : 1);
        Map<String, @Nullable Object> json = Json.parseObject(out.toString());
        assertThat(json).containsEntry("status", recording.get("expectedStatus"));
        assertThat(json.get("error")).isEqualTo(recording.get("expectedError"));
        assertThat((List<?>) json.get("events")).hasSameSizeAs((List<?>) recording.get("expectedEvents"));
    }

    private int run(String arguments) {
        List<String> all = new ArrayList<>(List.of("asl", "run"));
        for (String argument : arguments.split(" ", -1)) {
            all.add(
                    argument.endsWith(".json")
                            ? argument.replaceFirst("([\\w]+\\.json)", folder + "/$1")
                            : argument.replace('\'', '"'));
        }
        return Keptn.run(
                Terminal.NONE, new PrintWriter(out, true), new PrintWriter(err, true), all.toArray(String[]::new));
    }

    private static String machine(String states) {
        return "{'QueryLanguage':'JSONata','StartAt':'w','States':{" + states + "}}";
    }

    private void write(String name, String json) throws IOException {
        Files.writeString(folder.resolve(name), json.startsWith("{'") ? json.replace('\'', '"') : json);
    }
}

package sh.keptn.test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What {@code keptn run} says of input that it cannot use: one sentence, the right exit code, nothing on stdout. */
class BadInputTest {

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private static Path folder;

    @BeforeAll
    static void files() throws IOException {
        Project project = new Project(folder).tasks("name: greet").file("broken.yaml", "a: [b\n");
        project.file("text.json", "no json").file("list.json", "[1]").file("file", "");
        project.file("allow.yaml", """
                kind: Uniform
                spec: {services: [{name: a, events: [greet.triggered], hook: http://x/, allow: [10.0.0.0/33]}]}
                """);
        project.file("answers.json", "[{\"task\": 1, \"foo\": 2}]");
        Files.write(folder.resolve("latin.yaml"), "kind: \u00e4\n".getBytes(StandardCharsets.ISO_8859_1));
        String one = Files.readString(folder.resolve("shipyard.yaml"));
        project.file(
                "two.yaml", one.replace("delivery", "one") + "    - name: two\n      tasks:\n      - name: greet\n");
        Files.createDirectory(folder.resolve("no-database"));
        Files.writeString(folder.resolve("no-database/keptn.db"), "this is text, not a database\n".repeat(100));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
        --shipyard none.yaml                          | 1 | none.yaml:1:1: error [file-unreadable] there is no such file
        --shipyard .                                  | 1 | this is a folder, a file was expected
        --shipyard broken.yaml                        | 1 | broken.yaml:2:1: error [yaml-syntax]
        --shipyard latin.yaml                         | 1 | latin.yaml is not text in UTF-8
        --uniform none.yaml                           | 1 | none.yaml:1:1: error [file-unreadable] there is no such file
        --uniform broken.yaml                         | 1 | broken.yaml:2:1: error [yaml-syntax]
        --uniform latin.yaml                          | 1 | latin.yaml is not text in UTF-8
        --uniform allow.yaml                          | 1 | error [service-value-invalid] ``allow`` is
        --stage prod                                  | 2 | no stage ``prod``; the shipyard has dev
        --sequence deliver                            | 2 | stage ``dev`` has no sequence ``deliver``; it has delivery
        --shipyard two.yaml                           | 2 | Name one with --sequence: one, two
        --project Shop                                | 2 | --project is ``Shop``; expected lower-case letters
        --service a/b                                 | 2 | --service is ``a/b``; expected letters
        --service ,                                   | 2 | --service names nothing
        --data [1]                                    | 2 | --data is not a JSON object: a JSON object was expected
        --data {                                      | 2 | expected close marker for Object at line 1, column 2
        --data @none.json                             | 2 | --data: cannot read ``none.json``: there is no such file
        --data @list.json                             | 2 | --data @list.json is not a JSON object
        --data @latin.yaml                            | 2 | --data: cannot read ``latin.yaml``: it is not text in UTF-8
        --data @.                                     | 2 | --data: cannot read ``.``: this is a folder
        --data {"labels":1} --label a=b               | 2 | --data: ``labels`` is not an object
        --label a                                     | 2 | --label is ``a``; expected KEY=VALUE
        --real-time                                   | 2 | --real-time goes with --simulate
        --context 17                                  | 2 | --context is ``17``; expected a UUID such as
        --context 1-1-1-1-1                           | 2 | --context is ``1-1-1-1-1``; expected a UUID such as
        --simulate --answers none.json                | 2 | --answers: cannot read ``none.json``: there is no such file
        --simulate --answers text.json                | 2 | text.json: Unrecognized token 'no'
        --simulate --answers list.json                | 2 | list.json: [0]: expected an object, found ``1``
        --simulate --answers answers.json             | 2 | answers.json: [0].task: expected a string, found ``1``
        --simulate --resources none                   | 2 | --resources: no folder
        --label =b                                    | 2 | --label: ``=b`` has no key; expected KEY=VALUE
        --simulate --data-dir=                        | 1 | the name of the data folder is empty; name a folder
        --simulate --data-dir file                    | 1 | data folder file is a file; name a folder with --data-dir
        --simulate --data-dir file/inside             | 1 | name a folder that you may write to with --data-dir
        --simulate --data-dir no-database             | 1 | file is not a database); move it away, or name another folder
        --output xml                                  | 2 | Invalid value for option '--output'
        --shipyard shipyard.yaml more                 | 2 | Unmatched argument
        """)
    void isRefusedWithOneSentence(String options, int exitCode, String sentence)
            throws IOException, InterruptedException {
        assertRefused(run(options.split(" ", -1)), exitCode, sentence.replace("``", "`"));
    }

    @Test
    void folderThatCannotBeWrittenTo() throws IOException, InterruptedException {
        Path readOnly = Files.createDirectory(folder.resolve("read-only"));
        assumeTrue(readOnly.toFile().setWritable(false));
        assumeTrue(!Files.isWritable(readOnly), "this user may write everywhere");
        assertRefused(
                run("--simulate", "--data-dir", "read-only"),
                1,
                "permission denied; name a folder that you may write to");
    }

    @Test
    void folderOfAnotherProcess() throws IOException, InterruptedException {
        Project project = new Project(Files.createDirectory(folder.resolve("held")))
                .tasks("name: wait")
                .services("{name: waiter, events: [wait.triggered], command: [sleep, '100']}");
        try (KeptnProcess holder =
                KeptnProcess.start(project.folder(), List.of(), project.arguments("--data-dir", "state"))) {
            assertThat(holder.readLine()).contains("dev.delivery.triggered");
            assertRefused(
                    project.run("--data-dir", "state"), 1, "data folder state is in use by process " + holder.pid());
        }
    }

    private static void assertRefused(KeptnProcess.Result result, int exitCode, String sentence) {
        assertThat(result.err()).contains(sentence).doesNotContain("internal error", "Exception", "\tat ", "Picked up");
        assertThat(result.err().lines().filter(line -> line.startsWith("error: ")))
                .as(result.err())
                .hasSize(1);
        assertThat(result.exitCode()).as(result.err()).isEqualTo(exitCode);
        assertThat(result.out()).isEmpty();
    }

    /** Options that are not given have values that are right. */
    private static KeptnProcess.Result run(String... options) throws IOException, InterruptedException {
        List<String> all = new ArrayList<>(List.of("run"));
        for (String right : List.of("--project shop", "--service carts", "--shipyard shipyard.yaml", "--output json")) {
            if (!List.of(options).contains(right.split(" ", -1)[0])) {
                all.addAll(List.of(right.split(" ", -1)));
            }
        }
        all.addAll(List.of(options));
        return KeptnProcess.run(folder, List.of(), all.toArray(String[]::new));
    }
}

package sh.keptn.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import sh.keptn.cli.terminal.Terminal;
import sh.keptn.events.Json;

class PlanCommandTest {

    private static final String CASES = "src/test/cases/plan/";

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    @Test
    void reportsWhatIsCompiledAndWhatChanges() throws IOException {
        assertThat(plan("--against", older().toString())).isZero();
        assertThat(err.toString()).isEmpty();
        GoldenFile.check(Path.of(CASES + "report.txt"), out.toString());
    }

    @Test
    void jsonIsTheContentOfPlanJson() throws IOException {
        assertThat(plan("--output", "json")).isZero();
        String printed = out.toString();
        GoldenFile.check(Path.of(CASES + "plan.json"), printed);
        assertThat(keptn("translate", "--out", folder.toString())).isZero();
        assertThat(Files.readString(folder.resolve("plan.json"))).isEqualTo(printed);
    }

    @Test
    void jsonNamesTheChanges() throws IOException {
        assertThat(plan("--output", "json", "--against", older().toString())).isZero();
        assertThat(Json.write(Json.parseObject(out.toString()).get("changes")))
                .isEqualTo(("{'stateMachines':[{'name':'dev.delivery','change':'changed'},"
                                + "{'name':'dev.delivery.finally','change':'added'},"
                                + "{'name':'production.rollback','change':'removed'}],"
                                + "'rules':[{'name':'production.delivery finished: start production.rollback','change':'removed'}],"
                                + "'taskServices':[{'name':'scanner','change':'changed'}]}")
                        .replace('\'', '"'));
    }

    @Test
    void samePlanChangesNothing() throws IOException {
        assertThat(keptn("translate", "--out", folder.toString())).isZero();
        out.getBuffer().setLength(0);
        assertThat(plan("--against", folder.toString())).isZero();
        assertThat(out.toString()).contains("Changes").endsWith("  none\n");
    }

    @Test
    void settingsOfQueuesAreShownAndCompared() throws IOException {
        String shipyard = Files.readString(Path.of(CASES + "shipyard.yaml"));
        Path file = Files.writeString(
                folder.resolve("shipyard.yaml"),
                shipyard.replace("- name: production\n", "- name: production\n      whileWaiting: hold\n"));
        assertThat(plan("--output", "json")).isZero();
        Path older = Files.writeString(folder.resolve("older.json"), out.toString());
        List<String> arguments = List.of(
                "plan",
                "--project",
                "shop",
                "--shipyard",
                file.toString(),
                "--uniform",
                CASES + "uniform.yaml",
                "--against",
                older.toString());
        assertThat(run(arguments)).as(err.toString()).isZero();
        assertThat(out.toString())
                .containsPattern("production +while waiting: hold +queue: fifo")
                .containsPattern("\\+ queue of stage +production");
    }

    @Test
    void limitsAndCostsAreNumbers() {
        assertThat(plan("--output", "json")).isZero();
        Map<String, @Nullable Object> json = Json.parseObject(out.toString());
        assertThat(Json.child(Json.child(json, "cost"), "transitions")).containsEntry("min", 10L);
        assertThat(Json.child(Json.child(json, "cost"), "dollars")).containsEntry("min", 0.00025);
        assertThat(json.get("limits"))
                .asInstanceOf(org.assertj.core.api.InstanceOfAssertFactories.LIST)
                .hasSizeGreaterThan(3);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "[]", "{}", "{\"stateMachines\":1,\"rules\":[]}", "no json"})
    void whatIsNoPlanIsOneSentence(String text) throws IOException {
        Path file = Files.writeString(folder.resolve("old.json"), text);
        assertThat(plan("--against", file.toString())).isEqualTo(1);
        assertThat(out.toString()).isEmpty();
        assertThat(err.toString().lines())
                .hasSize(1)
                .first()
                .asString()
                .startsWith("error: " + file + " is not the plan.json of a plan: ");
    }

    @Test
    void missingOlderPlanIsOneSentence() {
        assertThat(plan("--against", folder.toString())).isEqualTo(1);
        assertThat(err.toString()).contains("plan.json").contains("there is no such file");
    }

    @Test
    void errorsOfTheFilesAreShown() {
        List<String> arguments =
                List.of("plan", "--project", "shop", "--shipyard", "src/test/cases/validate/shipyard-broken.yaml");
        assertThat(run(arguments)).isEqualTo(1);
        assertThat(err.toString()).contains("error [").contains("there is no plan: ");
    }

    private Path older() throws IOException {
        List<String> arguments = List.of(
                "plan",
                "--project",
                "shop",
                "--output",
                "json",
                "--shipyard",
                CASES + "older-shipyard.yaml",
                "--uniform",
                CASES + "older-uniform.yaml");
        assertThat(run(arguments)).isZero();
        Path file = Files.writeString(folder.resolve("older.json"), out.toString());
        out.getBuffer().setLength(0);
        return file;
    }

    private int plan(String... more) {
        return keptn("plan", more);
    }

    private int keptn(String command, String... more) {
        List<String> arguments = new ArrayList<>(List.of(
                command,
                "--project",
                "shop",
                "--shipyard",
                CASES + "shipyard.yaml",
                "--uniform",
                CASES + "uniform.yaml"));
        arguments.addAll(List.of(more));
        return run(arguments);
    }

    private int run(List<String> arguments) {
        int exitCode = Keptn.run(
                Terminal.NONE,
                new PrintWriter(out, true),
                new PrintWriter(err, true),
                arguments.toArray(String[]::new));
        if (arguments.get(0).equals("translate")) {
            out.getBuffer().setLength(0);
        }
        return exitCode;
    }
}

package sh.keptn.test;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import sh.keptn.events.Json;

/** Runs that stop where a person has to decide, and go on when somebody has; and others that run meanwhile. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "the programs are those of a POSIX system")
class ApprovalTest {

    private static final String CONTEXT = "6f0f6a0e-6d2c-4a51-9a5e-0d3a3f0b7c11";
    private static final String OTHER = "6f0f6a0e-6d2c-4a51-9a5e-0d3a3f0b7c22";

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    private Project project() throws IOException {
        return new Project(folder)
                .tasks("name: deploy", "{name: approval, properties: {pass: manual, warning: manual}}", "name: release")
                .services(
                        "{name: worker, events: [deploy.triggered, release.triggered], command: ['true']}",
                        "{name: approval, events: [approval.triggered], builtin: approval}")
                .file("yes.json", "[{\"task\": \"approval\", \"message\": \"go\"}]")
                .file("no.json", "[{\"task\": \"approval\", \"result\": \"fail\", \"message\": \"stay\"}]");
    }

    @ParameterizedTest
    @CsvSource({
        "yes.json, 0, pass, --simulate",
        "yes.json, 0, pass,",
        "no.json, 1, fail, --simulate",
        "no.json, 1, fail,"
    })
    void goesOnWithTheDecision(String answers, int exitCode, String result, @Nullable String simulate)
            throws IOException, InterruptedException {
        Project project = project();
        String[] same = simulate == null ? kept(CONTEXT) : kept(CONTEXT, simulate);
        KeptnProcess.Result stopped = project.run(same);
        assertThat(stopped.exitCode()).as(stopped.err()).isEqualTo(3);
        Object triggeredId = stopped.events("approval.triggered").get(0).get("id");
        assertThat(stopped.err())
                .contains(
                        "open: approval in dev.delivery (result so far: pass) waits for an answer, triggeredid "
                                + triggeredId,
                        "--data-dir state --context " + CONTEXT);
        assertThat(project.run(same).exitCode()).as("nothing has changed").isEqualTo(3);

        KeptnProcess.Result ended = project.run(
                Stream.concat(Stream.of(same), Stream.of("--answers", answers)).toArray(String[]::new));
        assertThat(ended.exitCode()).as(ended.err()).isEqualTo(exitCode);
        assertThat(ended.finishedSequences()).containsExactly("dev.delivery " + result);
        assertThat(ended.events("release.finished")).hasSize(1 - exitCode);
        assertThat(ended.events().subList(0, stopped.events().size())).isEqualTo(stopped.events());
        assertLogIsSound(ended, CONTEXT);

        KeptnProcess.Result shown = project.run(same);
        assertThat(shown.exitCode()).as(shown.err()).isEqualTo(exitCode);
        assertThat(shown.out()).isEqualTo(ended.out());
    }

    @Test
    void withoutADataFolderItSaysThatNothingIsKept() throws IOException, InterruptedException {
        KeptnProcess.Result stopped = project().run();
        assertThat(stopped.exitCode()).isEqualTo(3);
        assertThat(stopped.err()).contains("The run is not kept; name a folder with --data-dir to continue it later.");
    }

    @Test
    void answersToTasksThatAreNotThereAreReported() throws IOException, InterruptedException {
        KeptnProcess.Result stopped = project()
                .file(
                        "typo.json",
                        "[{\"task\": \"aproval\"}, {\"stage\": \"prod\", \"task\": \"approval\"}, {\"task\": \"release\"}]")
                .run("--simulate", "--answers", "typo.json");
        assertThat(stopped.exitCode()).isEqualTo(3);
        assertThat(stopped.err().lines().filter(line -> line.startsWith("typo.json")))
                .containsExactly(
                        "typo.json: [0] is not used, because no task of the shipyard matches it; correct its stage,"
                                + " sequence or task",
                        "typo.json: [1] is not used, because no task of the shipyard matches it; correct its stage,"
                                + " sequence or task");
    }

    @ParameterizedTest
    @CsvSource({"yes, 0", "n, 1"})
    void personIsAsked(String answer, int exitCode) throws IOException, InterruptedException {
        try (KeptnProcess keptn = personAsked(project())) {
            keptn.type("what?");
            keptn.type(answer);
            assertThat(rest(keptn).exitCode()).isEqualTo(exitCode);
        }
    }

    @Test
    void approvalsBesideEachOtherAreToldApart() throws IOException, InterruptedException {
        String approval = "{name: approval, properties: {pass: manual}}";
        Project project = project().tasks("parallel: [" + approval + ", " + approval + "]");
        assertThat(project.run().err())
                .contains("open: approval (1) in dev.delivery ", "open: approval (2) in dev.delivery ");
        try (KeptnProcess keptn = started(project)) {
            List<String> questions = new ArrayList<>();
            for (int person = 1; person <= 2; person++) {
                questions.add(question(keptn));
                keptn.type("y");
            }
            assertThat(questions)
                    .containsExactlyInAnyOrder(
                            "Approve dev.delivery, approval (1)? [y/n] ", "Approve dev.delivery, approval (2)? [y/n] ");
            assertThat(rest(keptn).exitCode()).isZero();
        }
    }

    /** Nobody types anything, and the input does not end. */
    @Test
    void questionClosesWhenTheTimeOfTheApprovalIsOver() throws IOException, InterruptedException {
        Project project = project().tasks("{name: approval, timeout: 4s, properties: {pass: manual}}", "name: release");
        try (KeptnProcess keptn = personAsked(project)) {
            KeptnProcess.Result result = rest(keptn);
            assertThat(result.exitCode()).as(result.err()).isEqualTo(1);
            assertThat(result.out())
                    .startsWith("Nobody is asked any more: approval in dev.delivery has ended without an answer.\n")
                    .contains("`approval` had not finished when its time was over")
                    .doesNotContain("release");
            assertThat(result.err()).doesNotContain("open:");
        }
    }

    /** A run up to the question. */
    private KeptnProcess personAsked(Project project) throws IOException {
        KeptnProcess keptn = started(project);
        assertThat(question(keptn)).endsWith("? [y/n] ");
        return keptn;
    }

    private KeptnProcess started(Project project) throws IOException {
        return KeptnProcess.startForPerson(
                folder,
                Stream.of(project.arguments())
                        .map(argument -> argument.equals("json") ? "text" : argument)
                        .toArray(String[]::new));
    }

    private static String question(KeptnProcess keptn) throws IOException {
        String line = keptn.readLine();
        while (line != null && !line.startsWith("Approve dev.delivery")) {
            line = keptn.readLine();
        }
        return String.valueOf(line);
    }

    private static KeptnProcess.Result rest(KeptnProcess keptn) throws IOException, InterruptedException {
        StringBuilder out = new StringBuilder();
        for (String line = keptn.readLine(); line != null; line = keptn.readLine()) {
            out.append(line).append('\n');
        }
        KeptnProcess.Result ended = keptn.end();
        return new KeptnProcess.Result(ended.exitCode(), out.toString(), ended.err());
    }

    @Test
    void otherContextRunsWhileOneWaitsForAPerson() throws IOException, InterruptedException {
        Project project = project();
        assertThat(project.run(kept(CONTEXT)).exitCode()).isEqualTo(3);

        KeptnProcess.Result second = project.run(kept(OTHER, "--answers", "yes.json"));
        assertThat(second.exitCode()).as(second.err()).isZero();
        assertThat(second.finishedSequences()).containsExactly("dev.delivery pass");
        assertLogIsSound(second, OTHER);
        assertThat(project.run(kept(CONTEXT, "--answers", "yes.json")).exitCode())
                .isZero();
    }

    @Test
    void simulatedRunInBetweenLeavesTheOpenOneAlone() throws IOException, InterruptedException {
        Project project = project();
        assertThat(project.run(kept(CONTEXT)).exitCode()).isEqualTo(3);
        String[] other = kept(OTHER, "--simulate", "--service", "orders", "--answers", "yes.json");
        assertThat(project.run(other).exitCode()).isZero();
        KeptnProcess.Result ended = project.run(kept(CONTEXT, "--answers", "yes.json"));
        assertThat(ended.exitCode()).as(ended.err()).isZero();
        assertLogIsSound(ended, CONTEXT);
    }

    @Test
    void runsOneAfterTheOtherShareAFolder() throws IOException, InterruptedException {
        Project project = project();
        KeptnProcess.Result first = project.run(kept(CONTEXT, "--answers", "yes.json"));
        KeptnProcess.Result second = project.run(kept(OTHER, "--answers", "no.json"));
        assertThat(List.of(first.exitCode(), second.exitCode())).containsExactly(0, 1);
        assertLogIsSound(first, CONTEXT);
        assertLogIsSound(second, OTHER);
        assertThat(project.run(kept(CONTEXT)).out()).isEqualTo(first.out());
    }

    /** What every log of a run is like: each event once, with its attributes and scope, answers to events that are there. */
    private static void assertLogIsSound(KeptnProcess.Result result, String context) {
        Set<Object> ids = new HashSet<>();
        for (Map<String, @Nullable Object> event : result.events()) {
            assertThat(event)
                    .containsEntry("specversion", "1.0")
                    .containsEntry("shkeptncontext", context)
                    .containsKeys("id", "source", "type", "time");
            assertThat(Json.child(event, "data"))
                    .containsEntry("project", "shop")
                    .containsEntry("stage", "dev")
                    .containsEntry("service", "carts");
            assertThat(ids.add(String.valueOf(event.get("id"))))
                    .as("twice: " + event)
                    .isTrue();
            String type = String.valueOf(event.get("type"));
            if (!type.endsWith(".triggered")) {
                String triggered = type.substring(0, type.lastIndexOf('.')) + ".triggered";
                assertThat(result.events())
                        .as(type)
                        .anyMatch(other -> triggered.equals(other.get("type"))
                                && String.valueOf(event.get("triggeredid")).equals(other.get("id")));
            }
        }
    }

    private static String[] kept(String context, String... more) {
        return Stream.concat(Stream.of("--data-dir", "state", "--context", context), Stream.of(more))
                .toArray(String[]::new);
    }
}

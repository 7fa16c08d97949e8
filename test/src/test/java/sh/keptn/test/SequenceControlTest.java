package sh.keptn.test;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import sh.keptn.events.Json;

/** Runs that are paused, aborted and continued by {@code keptn sequence} while no process works on them. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "the programs are those of a POSIX system")
class SequenceControlTest {

    private static final String CONTEXT = "6f0f6a0e-6d2c-4a51-9a5e-0d3a3f0b7c11";
    private static final String OTHER = "6f0f6a0e-6d2c-4a51-9a5e-0d3a3f0b7c22";

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    private Project project() throws IOException {
        return new Project(folder)
                .stages("""
                          - name: dev
                            whileWaiting: hold
                            sequences:
                            - name: delivery
                              tasks:
                              - name: deploy
                              - name: approval
                                properties: {pass: manual, warning: manual}
                              - name: release
                              onFailure:
                              - name: notify
                          - name: qa
                            sequences:
                            - name: delivery
                              triggeredOn:
                              - event: dev.delivery.finished
                              tasks:
                              - name: deploy
                        """)
                .file("yes.json", "[{\"task\": \"approval\", \"message\": \"go\"}]")
                .file("no.json", "[{\"task\": \"approval\", \"result\": \"fail\", \"message\": \"stay\"}]");
    }

    @Test
    void pausedRunIsHeldUntilItIsResumed() throws IOException, InterruptedException {
        Project project = project();
        assertThat(project.run(kept()).exitCode()).isEqualTo(3);
        assertThat(sequence("pause"))
                .isEqualTo("0 context " + CONTEXT
                        + " is paused: what runs and what cleans up goes on, no other task is asked for\n");
        assertThat(sequence("pause")).isEqualTo("0 context " + CONTEXT + " is paused already\n");

        KeptnProcess.Result held = project.run(kept("--answers", "yes.json"));
        assertThat(held.exitCode()).as(held.err()).isEqualTo(3);
        assertThat(held.err())
                .contains(
                        "held: release in dev.delivery is not asked for while the context is paused",
                        "To go on, run keptn sequence resume --data-dir state --context " + CONTEXT);
        assertThat(held.events("release.triggered")).isEmpty();
        assertThat(sequence("status"))
                .contains("(simulated): paused", "release: held, because the context is paused", "approval: pass");

        assertThat(sequence("resume")).isEqualTo("0 context " + CONTEXT + " is resumed\n");
        assertThat(sequence("resume")).isEqualTo("0 context " + CONTEXT + " is not paused\n");
        KeptnProcess.Result ended = project.run(kept());
        assertThat(ended.exitCode()).as(ended.err()).isZero();
        assertThat(ended.finishedSequences()).containsExactly("dev.delivery pass", "qa.delivery pass");
        assertThat(ended.events("release.triggered")).hasSize(1);
        for (String command : List.of("pause", "resume", "abort", "redrive")) {
            assertThat(sequence(command)).startsWith("1 error: ").contains("there is nothing to " + command);
        }
    }

    @Test
    void stageThatIsPausedHoldsOnlyItsOwnTasks() throws IOException, InterruptedException {
        Project project = project();
        assertThat(project.run(kept()).exitCode()).isEqualTo(3);
        assertThat(sequence("pause", "--stage", "qa")).startsWith("0 stage qa of context");
        assertThat(sequence("pause", "--stage", "prod"))
                .isEqualTo("1 error: the shipyard has no stage `prod`; it has dev, qa\n");
        KeptnProcess.Result held = project.run(kept("--answers", "yes.json"));
        assertThat(held.exitCode()).as(held.err()).isEqualTo(3);
        assertThat(held.err()).contains("held: qa.delivery does not start while the context is paused");
        assertThat(held.finishedSequences()).containsExactly("dev.delivery pass");
        assertThat(sequence("resume", "--stage", "dev")).contains("is not paused");
        assertThat(sequence("resume", "--stage", "qa")).contains("is resumed");
        assertThat(project.run(kept()).exitCode()).isZero();
    }

    @Test
    void abortedRunFailsAndGoesOnWhenItIsRedriven() throws IOException, InterruptedException {
        Project project = project();
        assertThat(project.run(kept()).exitCode()).isEqualTo(3);
        assertThat(sequence("redrive")).contains("1 error: nothing of context", "has failed or was aborted");
        assertThat(sequence("abort"))
                .isEqualTo("0 dev.delivery is aborted; onFailure of dev.delivery runs to its end\n");
        assertThat(sequence("abort"))
                .isEqualTo(
                        "0 context " + CONTEXT + " was aborted already; onFailure of dev.delivery runs to its end\n");
        assertThat(sequence("redrive"))
                .isEqualTo(
                        "1 error: onFailure of dev.delivery, which follows from the end of dev.delivery, has not ended"
                                + " yet; let keptn run go on with the same folder and context, which ends it\n");

        KeptnProcess.Result aborted = project.run(kept());
        assertThat(aborted.exitCode()).as(aborted.err()).isEqualTo(1);
        assertThat(aborted.finishedSequences()).containsExactly("dev.delivery pass");
        assertThat(aborted.data("dev.delivery.finished")).containsEntry("status", "aborted");
        assertThat(aborted.data("notify.finished")).containsEntry("result", "pass");

        assertThat(sequence("redrive")).isEqualTo("0 dev.delivery goes on where it ended\n");
        assertThat(sequence("redrive")).isEqualTo("0 dev.delivery goes on already\n");
        assertThat(project.run(kept()).exitCode()).as("waits for the approval").isEqualTo(3);
        KeptnProcess.Result ended = project.run(kept("--answers", "yes.json"));
        assertThat(ended.exitCode()).as(ended.err()).isZero();
        assertThat(ended.events("deploy.triggered"))
                .as("once in each stage: the one in dev had passed")
                .hasSize(2);
        assertThat(ended.events("approval.triggered")).hasSize(2);
    }

    @Test
    void abortAndRedriveWithoutARunInBetween() throws IOException, InterruptedException {
        Project project = project().tasks("name: deploy", "{name: approval, properties: {pass: manual}}");
        assertThat(project.run(kept()).exitCode()).isEqualTo(3);
        assertThat(sequence("abort")).startsWith("0 dev.delivery is aborted");
        assertThat(sequence("redrive")).startsWith("0 dev.delivery goes on");
        KeptnProcess.Result ended = project.run(kept("--answers", "yes.json"));
        assertThat(ended.exitCode()).as(ended.out() + ended.err()).isZero();
        assertThat(ended.events("deploy.triggered")).hasSize(1);
    }

    @Test
    void failedRunIsRedrivenUntilItPasses() throws IOException, InterruptedException {
        Project project = project();
        assertThat(project.run(kept()).exitCode()).isEqualTo(3);
        assertThat(project.run(kept("--answers", "no.json")).exitCode()).isEqualTo(1);
        assertThat(sequence("redrive")).startsWith("0 dev.delivery goes on");
        assertThat(project.run(kept("--answers", "no.json")).exitCode()).isEqualTo(1);
        assertThat(sequence("redrive")).startsWith("0 dev.delivery goes on");
        KeptnProcess.Result ended = project.run(kept("--answers", "yes.json"));
        assertThat(ended.exitCode()).as(ended.err()).isZero();
        assertThat(ended.finishedSequences())
                .containsExactly("dev.delivery fail", "dev.delivery fail", "dev.delivery pass", "qa.delivery pass");
        assertThat(ended.events("notify.finished")).hasSize(2);
        assertThat(sequence("status"))
                .contains(": finished", "dev.delivery for carts: pass", ", attempt 3", "notify: pass");
    }

    @Test
    void runThatFailedInTheOtherModeIsNotContinuedInThis() throws IOException, InterruptedException {
        Project project = project();
        assertThat(project.run(kept()).exitCode()).isEqualTo(3);
        KeptnProcess.Result refused = project.run("--data-dir", "state", "--context", CONTEXT);
        assertThat(refused.exitCode()).isEqualTo(2);
        assertThat(refused.err())
                .contains("context " + CONTEXT
                        + " was begun with --simulate; go on with it too, or name another context");
        assertThat(refused.out()).isEmpty();
        assertThat(project.run(kept("--answers", "yes.json")).exitCode()).isZero();
    }

    @Test
    void abortedRunGivesItsPlaceInTheQueueAway() throws IOException, InterruptedException {
        Project project = project();
        assertThat(project.run(kept()).exitCode()).isEqualTo(3);
        assertThat(project.run("--simulate", "--data-dir", "state", "--context", OTHER)
                        .exitCode())
                .isEqualTo(3);
        assertThat(keptn("sequence", "status", "--data-dir", "state", "--context", OTHER))
                .contains("waits until carts is free; it is taken by context " + CONTEXT, ": waiting");
        assertThat(sequence("abort")).startsWith("0 ");
        assertThat(project.run(kept()).exitCode()).as("runs its onFailure").isEqualTo(1);
        KeptnProcess.Result second =
                project.run("--simulate", "--data-dir", "state", "--context", OTHER, "--answers", "yes.json");
        assertThat(second.exitCode()).as(second.err()).isZero();
    }

    @Test
    void statusAsJsonTellsWhoHasToAnswer() throws IOException, InterruptedException {
        Project project = project();
        KeptnProcess.Result waiting = project.run(kept());
        Map<String, @Nullable Object> json = Json.parseObject(
                sequence("status", "--output", "json").substring(2).strip());
        assertThat(json)
                .containsEntry("project", "shop")
                .containsEntry("context", CONTEXT)
                .containsEntry("state", "started")
                .containsEntry("simulated", true);
        Map<String, @Nullable Object> delivery = first(json, "sequences");
        assertThat(delivery)
                .containsEntry("stage", "dev")
                .containsEntry("sequence", "delivery")
                .containsEntry("state", "started")
                .containsKey("started");
        List<?> tasks = list(delivery, "tasks");
        assertThat(tasks).hasSize(2);
        assertThat(Json.object((Map<?, ?>) tasks.get(0)))
                .containsEntry("task", "deploy")
                .containsEntry("state", "finished")
                .containsEntry("result", "pass")
                .containsKeys("triggered", "finished", "duration");
        assertThat(Json.object((Map<?, ?>) tasks.get(1)))
                .containsEntry("task", "approval")
                .containsEntry("state", "open")
                .containsEntry("waitsFor", List.of("simulation"))
                .containsEntry("started", List.of("simulation"))
                .containsEntry(
                        "triggeredid",
                        waiting.events("approval.triggered").get(0).get("id"))
                .containsKey("deadline");
        assertThat(Json.parseObject(
                        sequence("pause", "--output", "json").substring(2).strip()))
                .containsEntry("command", "pause")
                .containsEntry("verdict", "done");
        assertThat(sequence("redrive", "--output", "json")).startsWith("1 {").contains("\"impossible\"");
    }

    @Test
    void whatIsNotThereIsSaid() throws IOException, InterruptedException {
        assertThat(sequence("status"))
                .isEqualTo("1 error: data folder state holds no runs; name the folder that `keptn run --data-dir`"
                        + " has worked in\n");
        assertThat(folder.resolve("state")).as("it is not made").doesNotExist();
        assertThat(project().run(kept()).exitCode()).isEqualTo(3);
        assertThat(keptn("sequence", "abort", "--data-dir", "state", "--context", OTHER))
                .isEqualTo("1 error: data folder state has no context " + OTHER + "; it has " + CONTEXT + " of shop\n");
        assertThat(keptn("sequence", "abort", "--data-dir", "state", "--context", "latest"))
                .startsWith("2 error: --context is `latest`; expected a UUID");
        assertThat(keptn("sequence")).startsWith("2 error: a command is missing");
        for (String command : List.of("status", "pause", "resume", "abort", "redrive")) {
            assertThat(sequence(command, "--stage", "prod"))
                    .isEqualTo("1 error: the shipyard has no stage `prod`; it has dev, qa\n");
        }
    }

    @Test
    void contextOfSeveralProjectsNeedsTheProject() throws IOException, InterruptedException {
        Project project = project();
        assertThat(project.run(kept()).exitCode()).isEqualTo(3);
        String[] second = project.arguments(kept());
        second[List.of(second).indexOf("shop")] = "bakery";
        assertThat(KeptnProcess.run(folder, List.of(), second).exitCode()).isEqualTo(3);
        assertThat(sequence("status"))
                .isEqualTo("1 error: several projects have a context " + CONTEXT
                        + "; name one with --project: bakery, shop\n");
        assertThat(sequence("abort", "--project", "bakery")).startsWith("0 dev.delivery is aborted");
        assertThat(sequence("status", "--project", "shop"))
                .contains("of project shop", "approval: waits for an answer");
    }

    @Test
    void folderInUseIsNotTouched() throws IOException, InterruptedException {
        Project project = project()
                .tasks("name: deploy")
                .services("{name: worker, events: [deploy.triggered], command: [sleep, '30']}");
        try (KeptnProcess running =
                KeptnProcess.start(folder, List.of(), project.arguments("--data-dir", "state", "--context", CONTEXT))) {
            assertThat(running.readLine()).contains("dev.delivery.triggered");
            assertThat(sequence("abort"))
                    .startsWith("1 error: data folder state is in use by process " + running.pid());
        }
    }

    @Test
    void killedRunThatIsAbortedStartsNothingMore() throws IOException, InterruptedException {
        Project project = project()
                .tasks("name: deploy", "name: release")
                .services("{name: worker, events: [deploy.triggered, release.triggered], command: [touch, done]}");
        for (int lines = 0; lines < 6; lines++) {
            Path state = folder.resolve("state-" + lines);
            String[] arguments = project.arguments(
                    "--shipyard",
                    folder.resolve("shipyard.yaml").toString(),
                    "--uniform",
                    folder.resolve("uniform.yaml").toString(),
                    "--data-dir",
                    state.toString(),
                    "--context",
                    CONTEXT);
            List<String> printed = KeptnProcess.runAndKill(lines, 0, arguments);
            if (!Files.exists(state.resolve("keptn.db"))) {
                continue;
            }
            String abort = keptn("sequence", "abort", "--data-dir", state.toString(), "--context", CONTEXT);
            KeptnProcess.Result after = KeptnProcess.run(folder, List.of(), arguments);
            if (abort.startsWith("0 dev.delivery is aborted")) {
                assertThat(after.exitCode()).as(abort + after.err()).isEqualTo(1);
                assertThat(after.data("dev.delivery.finished")).containsEntry("status", "aborted");
                assertThat(after.events().subList(0, printed.size()).toString())
                        .isEqualTo(
                                printed.stream().map(Json::parseObject).toList().toString());
            }
        }
    }

    private String sequence(String command, String... more) throws IOException, InterruptedException {
        List<String> all = new ArrayList<>(List.of("sequence", command, "--data-dir", "state", "--context", CONTEXT));
        all.addAll(List.of(more));
        return keptn(all.toArray(String[]::new));
    }

    /** The exit code, what was printed, and what was complained about. */
    private String keptn(String... arguments) throws IOException, InterruptedException {
        KeptnProcess.Result result = KeptnProcess.run(folder, List.of(), arguments);
        return result.exitCode() + " " + result.out() + result.err();
    }

    private static Map<String, @Nullable Object> first(Map<String, @Nullable Object> json, String key) {
        return Json.object((Map<?, ?>) list(json, key).get(0));
    }

    private static List<?> list(Map<String, @Nullable Object> json, String key) {
        return json.get(key) instanceof List<?> items ? items : List.of();
    }

    private static String[] kept(String... more) {
        return Stream.concat(Stream.of("--simulate", "--data-dir", "state", "--context", CONTEXT), Stream.of(more))
                .toArray(String[]::new);
    }
}

package sh.keptn.test;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sh.keptn.events.Json;

/** Runs that share a data folder and meet in one stage, which says who goes first. */
class QueueSettingsTest {

    private static final String FIRST = "6f0f6a0e-6d2c-4a51-9a5e-0d3a3f0b7c31";
    private static final String SECOND = "6f0f6a0e-6d2c-4a51-9a5e-0d3a3f0b7c32";
    private static final String THIRD = "6f0f6a0e-6d2c-4a51-9a5e-0d3a3f0b7c33";

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    /** A stage in which a person approves what somebody outside then releases. */
    private Project project(String settings) throws IOException {
        return new Project(folder)
                .stages("  - name: dev\n" + settings + """
                            sequences:
                            - name: delivery
                              tasks:
                              - name: approval
                              - name: release
                        """)
                .services(
                        "{name: approval, events: [approval.triggered], builtin: approval}",
                        "{name: people, events: [release.triggered], external: true}")
                .file("yes.json", "[{\"task\": \"approval\"}]");
    }

    @Test
    void anOpenApprovalLetsOthersInAndGoesOnAfterThem() throws IOException, InterruptedException {
        Project project = project("");
        assertThat(run(project, FIRST).err()).contains("open: approval in dev.delivery");
        KeptnProcess.Result second = run(project, SECOND, "--answers", "yes.json");
        assertThat(second.err()).contains("open: release in dev.delivery");
        assertThat(second.events("release.triggered")).hasSize(1);

        KeptnProcess.Result held = run(project, FIRST, "--answers", "yes.json");
        assertThat(held.events("approval.finished")).hasSize(1);
        assertThat(held.events("release.triggered")).isEmpty();
        assertThat(held.err())
                .contains(
                        "open: dev.delivery waits until carts is free in stage dev; it is taken by context " + SECOND,
                        "--context " + FIRST + " then.");
    }

    @Test
    void aStageThatIsHeldKeepsOthersOut() throws IOException, InterruptedException {
        Project project = project("    whileWaiting: hold\n");
        assertThat(run(project, FIRST).err()).contains("open: approval in dev.delivery");
        KeptnProcess.Result second = run(project, SECOND, "--answers", "yes.json");
        assertThat(second.events()).hasSize(1);
        assertThat(second.err()).contains("it is taken by context " + FIRST);
        assertThat(run(project, FIRST, "--answers", "yes.json").events("release.triggered"))
                .hasSize(1);
    }

    @Test
    void theNewestOfThoseThatWaitReplacesTheOthers() throws IOException, InterruptedException {
        Project project = project("    whileWaiting: hold\n    queue: newest\n");
        run(project, FIRST);
        assertThat(run(project, SECOND).err()).contains("it is taken by context " + FIRST);
        assertThat(run(project, THIRD).err()).contains("it is taken by context " + FIRST);

        KeptnProcess.Result replaced = project.run("--data-dir", "state", "--context", SECOND);
        assertThat(replaced.exitCode()).as(replaced.err()).isEqualTo(1);
        Map<String, @Nullable Object> finished =
                replaced.events("dev.delivery.finished").get(0);
        assertThat(Json.child(finished, "data"))
                .containsEntry("status", "aborted")
                .containsEntry("message", "replaced by the newer delivery of context " + THIRD);
    }

    /** A run that stops because it waits. */
    private static KeptnProcess.Result run(Project project, String context, String... more)
            throws IOException, InterruptedException {
        KeptnProcess.Result result =
                project.run(Stream.concat(Stream.of("--data-dir", "state", "--context", context), Stream.of(more))
                        .toArray(String[]::new));
        assertThat(result.exitCode()).as(result.err()).isEqualTo(3);
        return result;
    }
}

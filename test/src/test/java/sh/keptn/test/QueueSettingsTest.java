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

    /** A stage in which a person approves what is then released. */
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
                        "{name: releaser, events: [release.triggered], command: [\"true\"]}")
                .file("yes.json", "[{\"task\": \"approval\"}]");
    }

    @Test
    void anOpenApprovalLetsOthersInAndGoesOnAfterThem() throws IOException, InterruptedException {
        Project project = project("");
        assertThat(waits(project, FIRST).err()).contains("open: approval in dev.delivery");
        assertThat(passes(project, SECOND).events("release.finished")).hasSize(1);
        KeptnProcess.Result first = passes(project, FIRST);
        assertThat(first.events("approval.triggered")).hasSize(1);
        assertThat(first.events("release.finished")).hasSize(1);
    }

    @Test
    void aStageThatIsHeldKeepsOthersOut() throws IOException, InterruptedException {
        Project project = project("    whileWaiting: hold\n");
        assertThat(waits(project, FIRST).err()).contains("open: approval in dev.delivery");
        KeptnProcess.Result second = waits(project, SECOND, "--answers", "yes.json");
        assertThat(second.events()).hasSize(1);
        assertThat(second.err())
                .contains(
                        "open: dev.delivery waits until carts is free in stage dev; it is taken by context " + FIRST,
                        "--context " + SECOND + " then.");
        assertThat(passes(project, FIRST).events("release.finished")).hasSize(1);
        assertThat(passes(project, SECOND).events("release.finished")).hasSize(1);
    }

    @Test
    void theNewestOfThoseThatWaitReplacesTheOthers() throws IOException, InterruptedException {
        Project project = project("    whileWaiting: hold\n    queue: newest\n");
        waits(project, FIRST);
        assertThat(waits(project, SECOND).err()).contains("it is taken by context " + FIRST);
        assertThat(waits(project, THIRD).err()).contains("it is taken by context " + FIRST);

        KeptnProcess.Result replaced = project.run("--data-dir", "state", "--context", SECOND);
        assertThat(replaced.exitCode()).as(replaced.err()).isEqualTo(1);
        Map<String, @Nullable Object> finished =
                replaced.events("dev.delivery.finished").get(0);
        assertThat(Json.child(finished, "data"))
                .containsEntry("status", "aborted")
                .containsEntry("message", "replaced by the newer delivery of context " + THIRD);
    }

    private static KeptnProcess.Result passes(Project project, String context)
            throws IOException, InterruptedException {
        KeptnProcess.Result result = project.run("--data-dir", "state", "--context", context, "--answers", "yes.json");
        assertThat(result.exitCode()).as(result.err()).isZero();
        return result;
    }

    /** A run that stops because it waits. */
    private static KeptnProcess.Result waits(Project project, String context, String... more)
            throws IOException, InterruptedException {
        KeptnProcess.Result result =
                project.run(Stream.concat(Stream.of("--data-dir", "state", "--context", context), Stream.of(more))
                        .toArray(String[]::new));
        assertThat(result.exitCode()).as(result.err()).isEqualTo(3);
        return result;
    }
}

package sh.keptn.test;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import sh.keptn.events.EventType;
import sh.keptn.events.Json;

/** The event streams that the user stories describe, against simulated runs of their files. */
class UserStoriesTest {

    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource(textBlock = """
        standard_v060,    keptn-user-stories-standard-v060-shipyard-v0-1-2.yaml,    keptn-user-stories-standard-v060-uniform.yaml, dev:0 hardening:1 production:2
        hooks,            keptn-user-stories-hooks-shipyard-v0-1-2.yaml,            keptn-user-stories-hooks-uniform.yaml,         dev:0 hardening:1
        release_brackets, keptn-user-stories-release-brackets-shipyard-v0-1-2.yaml, '',                                            dev:0
        """)
    void runGivesTheStreamsOfTheStory(String story, String shipyard, String uniform, String sections)
            throws IOException, InterruptedException {
        List<String> arguments = new ArrayList<>(List.of(
                "run", "--project", "sockshop", "--service", "carts", "--simulate", "--output", "json", "--shipyard"));
        arguments.add(Corpus.file("shipyards/valid/" + shipyard).toString());
        if (!uniform.isEmpty()) {
            arguments.addAll(
                    List.of("--uniform", Corpus.file("uniform/" + uniform).toString()));
        }
        KeptnProcess.Result result = KeptnProcess.run(arguments.toArray(String[]::new));
        assertThat(result.exitCode()).as(result.err()).isZero();
        for (String section : sections.split(" ", -1)) {
            String[] stageAndNumber = section.split(":", -1);
            assertThat(stream(result.events(), stageAndNumber[0]))
                    .as(story + ", stage " + stageAndNumber[0])
                    .containsExactlyElementsOf(told(story, Integer.parseInt(stageAndNumber[1])));
        }
    }

    /**
     * Between sequences: progress of {@code traffic_shift} ends a run of {@code release} with {@code in-progress}, the
     * validation follows it, and {@code release} follows the validation. The file of 0.2.0.beta has a task {@code release} at
     * the end of {@code deployment} that the story's stream, written for the revision before, does not show; the file is taken.
     */
    @ParameterizedTest
    @CsvSource({
        "keptn-user-stories-canary-k8s-shipyard-v0-1-3-2.yaml, ''",
        "keptn-user-stories-canary-k8s-shipyard-v0-2-0.yaml, release"
    })
    void canaryGoesOnAfterEachValidation(String shipyard, String added) throws IOException, InterruptedException {
        List<String> told = new ArrayList<>(told("canary_k8s", 0));
        if (!added.isEmpty()) {
            told.addAll(
                    told.indexOf("0 deployment finished"),
                    List.of("1 release triggered", "2 release started", "2 release finished"));
        }
        List<Map<String, @Nullable Object>> events = run(shipyard, "production", "deployment", """
                [{"task": "traffic_shift", "progress": [
                  {"data": {"traffic_shift": {"weight": 50}}}, {"data": {"traffic_shift": {"weight": 100}}}]}]""");
        assertThat(stream(events, "production")).containsExactlyElementsOf(told);
    }

    /**
     * In the machine: after each action its validation and an approval, then the next action, in the end the escalation.
     * The stream spells {@code remedation} and ends {@code problem-open}, where the file has {@code remediation} and {@code
     * problem-remediation}; it shows that an action was started only for the first one, while every dispatch is answered.
     */
    @Test
    void remediationTriesOneActionAfterTheOther() throws IOException, InterruptedException {
        List<String> told = told("problem_remediation", 0).stream()
                .map(line -> line.replace("remedation", "remediation")
                        .replace("problem-open", "problem-remediation")
                        .replace("retriggered", "triggered")
                        .replace("progressed", "in-progress"))
                .filter(line -> !line.equals("0 problem-remediation triggered"))
                .toList();
        List<Map<String, @Nullable Object>> events = run(
                "keptn-user-stories-problem-remediation-shipyard-v0-1-2.yaml",
                "production",
                "problem-remediation",
                """
                [{"task": "approval", "result": "pass"},
                 {"task": "remediation", "progress": [
                  {"data": {"remediation": {"action": "scale"}}}, {"data": {"remediation": {"action": "toggle"}}}]}]""");
        List<String> stream = new ArrayList<>(stream(events, "production"));
        stream.remove("0 problem-remediation started");
        assertThat(stream).containsSubsequence(told);
        for (int i = 0; i < told.size(); i++) {
            if (!stream.get(i).equals(told.get(i)) && stream.get(i).equals("2 remediation started")) {
                stream.remove(i);
            }
        }
        assertThat(stream).containsExactlyElementsOf(told);
    }

    /** The story shows tasks only, one level further out. */
    @Test
    void syncedStagesStartByThemselves() throws IOException, InterruptedException {
        List<Map<String, @Nullable Object>> events =
                run("keptn-user-stories-sync-stages-shipyard-v0-1-1.yaml", "dev", "artifact-delivery", "[]");
        assertThat(stream(events, "dev").stream()
                        .filter(line -> !line.startsWith("0 "))
                        .map(line -> (line.charAt(0) == '1' ? "0" : "1") + line.substring(1)))
                .containsExactlyElementsOf(told("sync_stages", 0));
        assertThat(stream(events, "hardening"))
                .as("without `pull` nothing follows")
                .isEmpty();
    }

    private List<Map<String, @Nullable Object>> run(String shipyard, String stage, String sequence, String answers)
            throws IOException, InterruptedException {
        Path file = Files.writeString(folder.resolve("answers.json"), answers);
        KeptnProcess.Result result = KeptnProcess.run(
                "run",
                "--project",
                "sockshop",
                "--service",
                "carts",
                "--simulate",
                "--output",
                "json",
                "--shipyard",
                Corpus.file("shipyards/valid/" + shipyard).toString(),
                "--stage",
                stage,
                "--sequence",
                sequence,
                "--data",
                "{\"result\": \"pass\"}",
                "--answers",
                file.toString());
        assertThat(result.exitCode()).as(result.err()).isZero();
        return result.events();
    }

    /** The events of a stage as {@code depth name phase}; {@code triggered} of a sequence is not part of the stories. */
    private static List<String> stream(List<Map<String, @Nullable Object>> events, String stage) {
        List<String> stream = new ArrayList<>();
        for (Map<String, @Nullable Object> event : events) {
            Optional<EventType> type = EventType.parse(String.valueOf(event.get("type")));
            if (!stage.equals(Json.child(event, "data").get("stage")) || type.isEmpty()) {
                continue;
            }
            if (type.get() instanceof EventType.Task task) {
                int depth = task.phase().equals(EventType.TRIGGERED) ? 1 : 2;
                boolean progress =
                        EventType.IN_PROGRESS.equals(Json.child(event, "data").get("status"));
                stream.add(depth + " " + task.task() + " " + (progress ? EventType.IN_PROGRESS : task.phase()));
            } else if (type.get() instanceof EventType.Sequence sequence
                    && !sequence.phase().equals(EventType.TRIGGERED)) {
                stream.add("0 " + sequence.sequence() + " " + sequence.phase());
            }
        }
        return stream;
    }

    private static List<String> told(String story, int section) throws IOException {
        Map<String, @Nullable Object> file =
                Json.parseObject(Files.readString(Corpus.file("streams/" + story + ".json")));
        Map<String, @Nullable Object> chosen = objects(file, "sections").get(section);
        List<String> told = new ArrayList<>();
        for (Map<String, @Nullable Object> event : objects(chosen, "events")) {
            told.add(event.get("depth") + " " + event.get("name") + " " + event.get("phase"));
        }
        return told;
    }

    private static List<Map<String, @Nullable Object>> objects(Map<String, @Nullable Object> parent, String key) {
        return parent.get(key) instanceof List<?> items
                ? items.stream().map(item -> Json.object((Map<?, ?>) item)).toList()
                : List.of();
    }
}

package sh.keptn.test;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import sh.keptn.events.EventType;
import sh.keptn.events.Json;

/** The event streams that the user stories describe, against simulated runs of their files. */
class UserStoriesTest {

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
                stream.add(depth + " " + task.task() + " " + task.phase());
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

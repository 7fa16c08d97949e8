package sh.keptn.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class KeptnEventTest {

    private static final KeptnEvent EVENT = new KeptnEvent(
            "id-1",
            "keptn.control-plane",
            "sh.keptn.event.deployment.triggered",
            Instant.parse("2026-01-01T00:00:00Z"),
            "context-1",
            null,
            "abc",
            Json.parseObject("{\"project\": \"sockshop\"}"));

    @Test
    void jsonIsACloudEvent() {
        assertThat(Json.write(EVENT.toJson()))
                .isEqualTo(
                        "{\"specversion\":\"1.0\",\"id\":\"id-1\",\"source\":\"keptn.control-plane\","
                                + "\"type\":\"sh.keptn.event.deployment.triggered\",\"time\":\"2026-01-01T00:00:00Z\","
                                + "\"datacontenttype\":\"application/json\",\"shkeptncontext\":\"context-1\","
                                + "\"gitcommitid\":\"abc\",\"shkeptnspecversion\":\"0.2.4\",\"data\":{\"project\":\"sockshop\"}}");
        assertThat(KeptnEvent.fromJson(EVENT.toJson())).isEqualTo(EVENT);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"text\": \"\\u0000\\u0001\\ud83d\"}",
                "{\"text\": \"äöü\ud83d\ude00\"}",
                "{\"numbers\": [-1.7976931348623157e308, -9223372036854775808, 12345678901234567890123456789, 5e-324, 1]}",
                "{\"words\": [true, false, null], \"object\": {\"\": [[], {}]}}"
            })
    void isLargerThanWhatHasLessBytesAlone(String data) {
        KeptnEvent event = EVENT.withData(Json.parseObject(data));
        assertThat(event.isLargerThan(event.size())).isFalse();
        assertThat(event.isLargerThan(event.size() - 1)).isTrue();
        assertThat(JsonText.mostBytes(event.toJson())).isGreaterThanOrEqualTo(event.size());
    }

    @Test
    void timesWithOtherOffsetsAreRead() {
        Map<String, @Nullable Object> json = new LinkedHashMap<>(EVENT.toJson());
        json.put("time", "2026-01-01T02:00:00.5+02:00");
        assertThat(KeptnEvent.fromJson(json).time()).isEqualTo(Instant.parse("2026-01-01T00:00:00.500Z"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"id", "source", "type", "time", "shkeptncontext"})
    void attributesThatKeptnNeedsAreRequired(String attribute) {
        Map<String, @Nullable Object> json = new LinkedHashMap<>(EVENT.toJson());
        json.remove(attribute);
        assertThatThrownBy(() -> KeptnEvent.fromJson(json)).hasMessageContaining("`" + attribute + "`");
    }

    @ParameterizedTest
    @CsvSource({
        "sh.keptn.event.deployment.triggered, task deployment triggered",
        "sh.keptn.event.get-sli.finished, task get-sli finished",
        "sh.keptn.event.approval.status.changed, task approval status.changed",
        "sh.keptn.event.dev.delivery.finished, sequence dev delivery finished",
        "sh.keptn.event.production.release.in-progress, sequence production release in-progress",
        "sh.keptn.log.error, neither",
        "sh.keptn.events.problem, neither",
        "sh.keptn.event.a.b.c.d, neither",
        "sh.keptn.event.deployment, neither",
        "'', neither"
    })
    void typesAreSplitByTheirNumberOfParts(String type, String expected) {
        String found = EventType.parse(type)
                .map(parsed -> parsed instanceof EventType.Task task
                        ? "task " + task.task() + " " + task.phase()
                        : "sequence " + ((EventType.Sequence) parsed).stage() + " "
                                + ((EventType.Sequence) parsed).sequence() + " " + parsed.phase())
                .orElse("neither");
        assertThat(found).isEqualTo(expected);
        EventType.parse(type).ifPresent(parsed -> assertThat(parsed.text()).isEqualTo(type));
    }

    @Test
    void envelopeCarriesTheEventAndItsStamp() {
        BusEvent envelope = BusEvent.of(EVENT, Map.of("kind", "task.triggered", "services", List.of("a")));
        assertThat(BusEvent.fromJson(Json.parseObject(Json.write(envelope.toJson()))))
                .isEqualTo(envelope);
        assertThat(envelope.event()).isEqualTo(EVENT);
        assertThat(envelope.stamp()).containsEntry("kind", "task.triggered");
    }

    @Test
    void detailTypeIsCutToTheLimitOfEventBridge() {
        String type = "sh.keptn.event." + "s".repeat(100) + "." + "q".repeat(100) + ".triggered";
        KeptnEvent event = new KeptnEvent("1", "x", type, EVENT.time(), "c", null, null, Map.of());
        assertThat(BusEvent.of(event, Map.of()).detailType()).hasSize(128);
        assertThat(BusEvent.of(event, Map.of()).event().type()).isEqualTo(type);
    }

    @Test
    void eventsOfTheSpecificationAreUnderstood() throws IOException {
        Path corpus = Path.of(System.getProperty("corpus", "../../shared/corpus"), "events");
        Assumptions.assumeTrue(Files.isDirectory(corpus), "the conformance corpus is not at " + corpus);
        try (Stream<Path> files = Files.list(corpus)) {
            long read = files.filter(file -> file.getFileName().toString().startsWith("spec-0.2"))
                    .filter(KeptnEventTest::survivesTheWayThroughOurRecord)
                    .count();
            assertThat(read).isGreaterThan(80);
        }
    }

    private static boolean survivesTheWayThroughOurRecord(Path file) {
        try {
            Map<String, @Nullable Object> json = new LinkedHashMap<>(Json.parseObject(Files.readString(file)));
            json.putIfAbsent("id", "added");
            json.putIfAbsent("time", "2026-01-01T00:00:00Z");
            json.putIfAbsent("source", "added");
            json.putIfAbsent("shkeptncontext", "added");
            KeptnEvent event = KeptnEvent.fromJson(json);
            assertThat(event.data()).as(file.toString()).isEqualTo(Json.child(json, "data"));
            assertThat(KeptnEvent.fromJson(event.toJson())).isEqualTo(event);
            return EventType.parse(event.type()).isPresent();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        } catch (JsonException e) {
            return false; // The printed examples are not all JSON.
        }
    }
}

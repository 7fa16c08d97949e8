package sh.keptn.translator.connections;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import sh.keptn.diagnostics.DiagnosticCode;
import sh.keptn.diagnostics.YamlNode;
import sh.keptn.events.EventType;
import sh.keptn.events.Json;
import sh.keptn.events.KeptnEvent;

/** Reads an item of {@code forwards}: which events go where. */
final class ForwardParser {

    private static final List<String> KEYS = List.of("name", "to", "events", "stages", "services", "results");
    private static final List<String> RESULTS = List.of("pass", "warning", "fail");
    private static final String PLACE = ":[a-z0-9-]+:[0-9]{12}:";
    private static final Pattern TARGET = Pattern.compile(
            "arn:[^:]+:(?:(?:sns|sqs)" + PLACE + "[A-Za-z0-9._-]+|events" + PLACE + "event-bus/[A-Za-z0-9._/-]+)");

    private final Fields fields;
    private final String project;
    private final KnownSequences sequences;

    ForwardParser(Fields fields, String project, KnownSequences sequences) {
        this.fields = fields;
        this.project = project;
        this.sequences = sequences;
    }

    Optional<OutgoingRule> read(YamlNode item) {
        return fields.mapping(item, "a forward", KEYS).flatMap(this::read);
    }

    private Optional<OutgoingRule> read(YamlNode.Mapping forward) {
        Optional<String> name = fields.text(forward, "name", "the forward").map(YamlNode.Scalar::text);
        Optional<String> target = fields.text(forward, "to", "the forward").flatMap(this::target);
        String pattern = pattern(forward);
        return name.isPresent() && target.isPresent()
                ? Optional.of(OutgoingRule.of(forward.position(), project, name.get(), pattern, target.get()))
                : Optional.empty();
    }

    private Optional<String> target(YamlNode.Scalar arn) {
        if (!TARGET.matcher(arn.text()).matches()) {
            fields.invalid(
                    arn.position(),
                    "`to` is `" + arn.text() + "`, expected the ARN of an SNS topic, an SQS queue or an event bus");
            return Optional.empty();
        }
        if (arn.text().endsWith(".fifo")) {
            fields.invalid(
                    arn.position(),
                    "events come in no order, so that there is nothing for a FIFO queue or topic to keep");
            return Optional.empty();
        }
        return Optional.of(arn.text());
    }

    private String pattern(YamlNode.Mapping forward) {
        Map<String, @Nullable Object> detail = new LinkedHashMap<>();
        List<String> events = texts(forward, "events");
        if (!events.isEmpty()) {
            List<String> types = events.stream().map(ForwardParser::type).toList();
            detail.put("event", Map.of("type", types));
        }
        Map<String, @Nullable Object> stamp = new LinkedHashMap<>();
        stamp.put("project", List.of(project));
        put(stamp, "stage", texts(forward, "stages"));
        put(stamp, "service", texts(forward, "services"));
        put(stamp, "result", texts(forward, "results"));
        detail.put("keptn", stamp);
        Map<String, @Nullable Object> pattern = new LinkedHashMap<>();
        pattern.put("source", List.of(KeptnEvent.CONTROL_PLANE));
        pattern.put("detail", detail);
        return Json.write(pattern);
    }

    private static void put(Map<String, @Nullable Object> stamp, String key, List<String> values) {
        if (!values.isEmpty()) {
            stamp.put(key, values);
        }
    }

    private List<String> texts(YamlNode.Mapping forward, String key) {
        List<YamlNode> items = fields.items(forward, key);
        items.forEach(item -> check(key, item));
        return items.stream().flatMap(item -> item.asText().stream()).toList();
    }

    private void check(String key, YamlNode item) {
        String text = item.asText().orElse("");
        if (text.isBlank()) {
            fields.invalid(item.position(), "an item of `" + key + "` is " + item.description() + ", expected text");
        } else if (key.equals("stages")) {
            sequences
                    .problem(text)
                    .ifPresent(problem ->
                            fields.report(DiagnosticCode.CONNECTION_SEQUENCE_UNKNOWN, item.position(), problem));
        } else if (key.equals("results") && !RESULTS.contains(text)) {
            fields.invalid(
                    item.position(), "there is no result `" + text + "`, expected " + String.join(", ", RESULTS));
        } else if (key.equals("events") && EventType.parse(type(text)).isEmpty()) {
            fields.invalid(
                    item.position(),
                    "`" + text + "` is no event, expected `<task>.finished` or `<stage>.<sequence>.finished`");
        }
    }

    private static String type(String event) {
        return event.startsWith(EventType.PREFIX) ? event : EventType.PREFIX + event;
    }
}

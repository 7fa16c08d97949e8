package sh.keptn.translator.connections;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import sh.keptn.diagnostics.DiagnosticCode;
import sh.keptn.diagnostics.YamlNode;
import sh.keptn.events.Json;

/** Reads an item of {@code triggers}: whose event starts which sequence, for what. */
final class TriggerParser {

    private static final String ECR = "ecr";
    private static final String CODEPIPELINE = "codepipeline";
    private static final String ALARM = "alarm";
    private static final List<String> SOURCES = List.of(ECR, CODEPIPELINE, ALARM);
    private static final List<String> KEYS = Stream.concat(
                    SOURCES.stream(), Stream.of("starts", "service", "labels", "data"))
            .toList();
    private static final List<String> OURS = List.of("project", "stage", "service", "labels");

    private final Fields fields;
    private final String project;
    private final KnownSequences sequences;

    TriggerParser(Fields fields, String project, KnownSequences sequences) {
        this.fields = fields;
        this.project = project;
        this.sequences = sequences;
    }

    Optional<IncomingRule> read(YamlNode item) {
        return fields.mapping(item, "a trigger", KEYS).flatMap(this::read);
    }

    private Optional<IncomingRule> read(YamlNode.Mapping trigger) {
        Optional<EventSource> from = source(trigger);
        Optional<String[]> starts =
                fields.text(trigger, "starts", "the trigger").flatMap(this::sequence);
        Optional<String> service =
                fields.text(trigger, "service", "the trigger").map(YamlNode.Scalar::text);
        Map<String, @Nullable Object> data = data(trigger);
        trigger.entries().forEach(entry -> literal(entry.value()));
        if (from.isEmpty() || starts.isEmpty() || service.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(IncomingRule.of(
                trigger.position(), project, from.get(), starts.get()[0], starts.get()[1], service.get(), data));
    }

    private Optional<EventSource> source(YamlNode.Mapping trigger) {
        List<String> named =
                SOURCES.stream().filter(key -> trigger.entry(key).isPresent()).toList();
        if (named.size() != 1) {
            fields.invalid(
                    trigger.position(),
                    "a trigger has one of " + String.join(", ", SOURCES) + ", found "
                            + (named.isEmpty() ? "none" : String.join(" and ", named)));
            return Optional.empty();
        }
        String kind = named.get(0);
        YamlNode node = trigger.entry(kind).orElseThrow().value();
        return switch (kind) {
            case ECR ->
                fields.mapping(node, "`ecr`", List.of("repository", "tag"))
                        .flatMap(ecr -> pattern(ecr, "repository", "`ecr`")
                                .map(repository -> new EventSource.ImagePush(
                                        repository, optionalPattern(ecr, "tag").orElse(EventSource.ANYTHING))));
            case CODEPIPELINE ->
                fields.mapping(node, "`codepipeline`", List.of("pipeline", "stage"))
                        .flatMap(pipeline -> pattern(pipeline, "pipeline", "`codepipeline`")
                                .map(name -> new EventSource.PipelineSuccess(
                                        name, optionalPattern(pipeline, "stage").orElse(null))));
            default ->
                fields.mapping(node, "`alarm`", List.of("name", "state"))
                        .flatMap(alarm -> fields.text(alarm, "name", "`alarm`")
                                .flatMap(this::whole)
                                .map(name -> new EventSource.AlarmChange(name, state(alarm))));
        };
    }

    private String state(YamlNode.Mapping alarm) {
        String otherwise = EventSource.AlarmChange.STATES.get(0);
        return fields.optionalText(alarm, "state")
                .map(state -> {
                    if (!EventSource.AlarmChange.STATES.contains(state.text())) {
                        fields.invalid(
                                state.position(),
                                "`state` is `" + state.text() + "`, expected "
                                        + String.join(", ", EventSource.AlarmChange.STATES));
                    }
                    return state.text();
                })
                .orElse(otherwise);
    }

    private Optional<String> pattern(YamlNode.Mapping parent, String key, String what) {
        return fields.text(parent, key, what).flatMap(this::pattern);
    }

    private Optional<String> optionalPattern(YamlNode.Mapping parent, String key) {
        return fields.optionalText(parent, key).flatMap(this::pattern);
    }

    /** A star is understood at the end only. */
    private Optional<String> pattern(YamlNode.Scalar text) {
        int star = text.text().indexOf('*');
        if (star >= 0 && star < text.text().length() - 1) {
            fields.invalid(
                    text.position(), "`" + text.text() + "` has a `*` that is not at its end; write how it begins");
            return Optional.empty();
        }
        return Optional.of(text.text());
    }

    private Optional<String> whole(YamlNode.Scalar text) {
        if (text.text().endsWith(EventSource.ANYTHING)) {
            fields.invalid(
                    text.position(), "`" + text.text() + "` may stand for several alarms; write one trigger for each");
            return Optional.empty();
        }
        return Optional.of(text.text());
    }

    private Optional<String[]> sequence(YamlNode.Scalar starts) {
        String[] parts = starts.text().split("\\.", -1);
        if (parts.length != 2 || parts[0].isBlank() || parts[1].isBlank()) {
            fields.invalid(starts.position(), "`starts` is `" + starts.text() + "`, expected `<stage>.<sequence>`");
            return Optional.empty();
        }
        sequences
                .problem(parts[0], parts[1])
                .ifPresent(problem ->
                        fields.report(DiagnosticCode.CONNECTION_SEQUENCE_UNKNOWN, starts.position(), problem));
        return Optional.of(parts);
    }

    private Map<String, @Nullable Object> data(YamlNode.Mapping trigger) {
        Map<String, @Nullable Object> data = new LinkedHashMap<>();
        mappingBelow(trigger, "data").ifPresent(given -> {
            given.entries().stream()
                    .filter(entry -> OURS.contains(entry.name()))
                    .forEach(entry -> fields.invalid(
                            entry.key().position(),
                            "`" + entry.name() + "` does not belong into `data`; it is said beside it"));
            data.putAll(given.toValue());
        });
        mappingBelow(trigger, "labels").ifPresent(given -> {
            given.entries().stream()
                    .filter(label -> label.value().asText().isEmpty())
                    .forEach(label -> fields.invalid(
                            label.value().position(),
                            "the label `" + label.name() + "` is "
                                    + label.value().description() + ", expected text"));
            Map<String, @Nullable Object> labels = new LinkedHashMap<>();
            given.entries()
                    .forEach(label ->
                            labels.put(label.name(), label.value().asText().orElse("")));
            data.put("labels", labels);
        });
        return data;
    }

    private Optional<YamlNode.Mapping> mappingBelow(YamlNode.Mapping trigger, String key) {
        Optional<YamlNode> value = trigger.get(key);
        if (value.isPresent() && !(value.get() instanceof YamlNode.Mapping)) {
            fields.invalid(
                    value.get().position(), "`" + key + "` is " + value.get().description() + ", expected a mapping");
        }
        return value.filter(YamlNode.Mapping.class::isInstance).map(YamlNode.Mapping.class::cast);
    }

    /** In the template of an input transformer {@code <} and {@code >} stand around a variable and cannot be escaped. */
    private void literal(YamlNode node) {
        String text = Json.write(node.toValue());
        if (text.indexOf('<') >= 0 || text.indexOf('>') >= 0) {
            fields.invalid(node.position(), "`<` and `>` cannot be said here: EventBridge reads them as a variable");
        }
    }
}

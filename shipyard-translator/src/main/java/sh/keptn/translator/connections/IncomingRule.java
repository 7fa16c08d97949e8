package sh.keptn.translator.connections;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import sh.keptn.diagnostics.SourcePosition;
import sh.keptn.events.EventType;
import sh.keptn.events.Json;
import sh.keptn.translator.naming.BoundedName;
import sh.keptn.translator.naming.Sha256;

/**
 * A rule on the account's default bus whose input transformer makes of somebody else's event the one that would have asked for
 * a sequence on Keptn's bus, in the same envelope. It goes to the function that starts sequences: EventBridge has no input
 * transformer for a target that is a bus ("Configuring an input transformer": AWS services and API destinations).
 *
 * <p>Account and time are those of the source's event, and its id is part of the new one's, so that an event that comes twice
 * starts one run.
 *
 * @param name at most {@value #NAME} characters; room for the name of an installation is left
 * @param inputPaths JSON path by the name of each variable in the template
 * @param inputTemplate JSON text with {@code <variable>} inside of strings, and with {@link #URL_SUFFIX}, which whoever makes the
 *     rule fills
 */
public record IncomingRule(
        String name,
        String description,
        SourcePosition source,
        String eventPattern,
        Map<String, String> inputPaths,
        String inputTemplate) {

    /** Stands for the domain of AWS's partition, {@code amazonaws.com} or {@code amazonaws.com.cn}, as in CloudFormation. */
    public static final String URL_SUFFIX = "${AWS::URLSuffix}";

    /** EventBridge's limit of 64 less 20 for the name of an installation and 4 for a word between. */
    static final int NAME = 40;

    private static final Pattern NOT_ALLOWED = Pattern.compile("[^A-Za-z0-9_.-]");
    private static final List<String> ENVELOPE = List.of("id", "account", "time", "region");

    public IncomingRule {
        inputPaths = Collections.unmodifiableMap(new TreeMap<>(inputPaths));
    }

    /** @param data what the author adds to the data of the event */
    static IncomingRule of(
            SourcePosition position,
            String project,
            EventSource from,
            String stage,
            String sequence,
            String service,
            Map<String, @Nullable Object> data) {
        String starts = stage + "." + sequence;
        String identity = String.join("/", project, from.source(), from.text(), starts, service);
        Map<String, @Nullable Object> envelope = new LinkedHashMap<>();
        envelope.put("version", "0");
        // Several rules may take the same event, each for a run of its own.
        envelope.put("id", "<id>-" + Sha256.shortHex(identity));
        envelope.put("detail-type", new EventType.Sequence(stage, sequence, EventType.TRIGGERED).text());
        envelope.put("source", from.source());
        envelope.put("account", "<account>");
        envelope.put("time", "<time>");
        envelope.put("region", "<region>");
        envelope.put("resources", List.of());
        Map<String, @Nullable Object> all = new TreeMap<>(merged(from.data(), data));
        all.put("project", project);
        all.put("stage", stage);
        all.put("service", service);
        envelope.put("detail", Map.of("data", all));

        Map<String, @Nullable Object> pattern = new LinkedHashMap<>();
        pattern.put("source", List.of(from.source()));
        pattern.put("detail-type", List.of(from.detailType()));
        pattern.put("detail", from.detail());

        Map<String, String> paths = new TreeMap<>();
        ENVELOPE.forEach(field -> paths.put(field, "$." + field));
        from.paths().forEach((variable, field) -> paths.put(variable, "$.detail." + field));
        String slug = NOT_ALLOWED.matcher(project + "-" + starts).replaceAll("_");
        return new IncomingRule(
                BoundedName.hashed(slug, identity, NAME),
                "starts " + starts + " of " + project + " for " + service + " by " + from.text(),
                position,
                Json.write(pattern),
                paths,
                Json.write(envelope));
    }

    /** The one with the other on top of it, mapping by mapping, in the order of their keys. */
    private static Map<String, @Nullable Object> merged(
            Map<String, ? extends @Nullable Object> below, Map<String, ? extends @Nullable Object> above) {
        Map<String, @Nullable Object> merged = new TreeMap<>();
        below.forEach((key, value) -> merged.put(key, ordered(value)));
        above.forEach((key, value) -> merged.put(
                key,
                merged.get(key) instanceof Map<?, ?> old && value instanceof Map<?, ?> added
                        ? merged(Json.object(old), Json.object(added))
                        : ordered(value)));
        return merged;
    }

    private static @Nullable Object ordered(@Nullable Object value) {
        return value instanceof Map<?, ?> map ? merged(Json.object(map), Map.of()) : value;
    }
}

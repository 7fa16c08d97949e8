package sh.keptn.controlplane.lifecycle;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import sh.keptn.controlplane.payload.Payload;
import sh.keptn.events.EventType;
import sh.keptn.events.KeptnEvent;

/**
 * Asks for a sequence to run.
 *
 * @param id of the event that asks; the same id of the same source starts it once
 * @param source who asks
 * @param services what is delivered, one or, released together, several
 * @param context the run through all stages that it belongs to, a UUID
 * @param data payload beyond project, stage and service
 * @param gitCommitId version of the configuration, null if unknown
 */
public record Trigger(
        String id,
        String source,
        String project,
        String stage,
        String sequence,
        List<String> services,
        String context,
        Map<String, @Nullable Object> data,
        @Nullable String gitCommitId) {

    private static final int LONGEST_NAME = 200;

    public Trigger {
        services = List.copyOf(services);
    }

    /**
     * What a {@code <stage>.<sequence>.triggered} from outside asks for. What is delivered is said by {@code data.services}, a
     * list of names or of objects with a {@code service}, else by {@code data.service}, names joined by comma.
     *
     * @throws IllegalArgumentException with one sentence if it asks for no sequence, or does not say of what, or by a name of more
     *     than 200 characters
     */
    public static Trigger of(KeptnEvent event) {
        if (!(EventType.parse(event.type()).orElse(null) instanceof EventType.Sequence type)
                || !type.phase().equals(EventType.TRIGGERED)) {
            throw new IllegalArgumentException("`" + event.type() + "` asks for no sequence");
        }
        return new Trigger(
                event.id(),
                event.source(),
                text(event, "project"),
                bounded(type.stage(), "the name of a stage"),
                bounded(type.sequence(), "the name of a sequence"),
                services(event),
                event.context(),
                Payload.asked(event.data()),
                event.gitCommitId());
    }

    private static List<String> services(KeptnEvent event) {
        List<?> named = event.data().get("services") instanceof List<?> list && !list.isEmpty()
                ? list.stream()
                        .map(each -> each instanceof Map<?, ?> map ? map.get("service") : each)
                        .toList()
                : List.of(text(event, "service").split(",", -1));
        return named.stream().map(Trigger::name).toList();
    }

    private static String name(@Nullable Object service) {
        if (service instanceof String name && !name.isBlank()) {
            return bounded(name, "the name of a service");
        }
        throw new IllegalArgumentException("`data.services` or `data.service`: a service has no name");
    }

    private static String text(KeptnEvent event, String key) {
        String text = event.dataText(key);
        if (text == null || text.isEmpty()) {
            throw new IllegalArgumentException("the event has no `data." + key + "`");
        }
        return key.equals("project") ? bounded(text, "`data.project`") : text;
    }

    /** It becomes part of the keys of rows, which have an end. */
    private static String bounded(String name, String what) {
        if (name.length() > LONGEST_NAME) {
            throw new IllegalArgumentException(
                    what + " has " + name.length() + " characters; it may have " + LONGEST_NAME);
        }
        return name;
    }
}

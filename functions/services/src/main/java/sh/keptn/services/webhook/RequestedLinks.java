package sh.keptn.services.webhook;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import sh.keptn.events.EventType;
import sh.keptn.events.KeptnEvent;
import sh.keptn.services.template.PlaceholderException;
import sh.keptn.services.template.Placeholders;

/** Fills {@code {{links.finish}}}, {@code {{links.approve}}} and {@code {{links.decline}}} of one request. */
final class RequestedLinks implements Placeholders.Other {

    private static final String PREFIX = "links.";
    private static final Pattern NAMED = Pattern.compile("\\{\\{\\s*\\.?links\\.");

    private final AnswerLinks links;
    private final KeptnEvent triggered;
    private final Map<String, String> made = new LinkedHashMap<>();

    /** Whether a URL has a place for a link. */
    static boolean areNamed(String url) {
        return NAMED.matcher(url).find();
    }

    RequestedLinks(AnswerLinks links, KeptnEvent triggered) {
        this.links = links;
        this.triggered = triggered;
    }

    @Override
    public Optional<String> value(String path, String placeholder) throws PlaceholderException {
        if (!path.startsWith(PREFIX)) {
            return Optional.empty();
        }
        String verb = path.substring(PREFIX.length());
        if (!AnswerLinks.VERBS.contains(verb)) {
            throw new PlaceholderException(
                    placeholder, "is no link; there are " + PREFIX + String.join(", " + PREFIX, AnswerLinks.VERBS));
        }
        boolean asksForTask = EventType.parse(triggered.type()).orElse(null) instanceof EventType.Task task
                && task.phase().equals(EventType.TRIGGERED);
        if (!asksForTask) {
            throw new PlaceholderException(
                    placeholder, "has no value: a link answers a task, and `" + triggered.type() + "` asks for none");
        }
        String known = made.get(verb);
        String url = known != null ? known : links.url(triggered, verb).orElse(null);
        if (url == null) {
            throw new PlaceholderException(
                    placeholder,
                    "has no value: a link leads to the HTTP API, which there is on AWS only; let the system answer the"
                            + " request itself, or deliver on AWS");
        }
        made.put(verb, url);
        return Optional.of(url);
    }

    /** Whether somebody else was told how to answer. */
    boolean wereMade() {
        return !made.isEmpty();
    }
}

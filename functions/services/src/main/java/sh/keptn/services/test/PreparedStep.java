package sh.keptn.services.test;

import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import sh.keptn.events.Json;
import sh.keptn.events.KeptnEvent;
import sh.keptn.scenarios.http.HttpScenario;
import sh.keptn.services.http.GuardedConnections;
import sh.keptn.services.http.IncomingResponse;
import sh.keptn.services.template.PlaceholderException;
import sh.keptn.services.template.Placeholders;
import sh.keptn.services.template.UrlEscape;

/** A step of a scenario with its placeholders filled, ready to be sent as often as wanted. */
final class PreparedStep {

    private final HttpScenario.Step step;
    private final URI url;
    private final Map<String, String> headers;
    private final @Nullable String body;
    private final @Nullable String wanted;

    private PreparedStep(
            HttpScenario.Step step,
            URI url,
            Map<String, String> headers,
            @Nullable String body,
            @Nullable String wanted) {
        this.step = step;
        this.url = url;
        this.headers = headers;
        this.body = body;
        this.wanted = wanted;
    }

    /**
     * Prepares all steps.
     *
     * @param target where their paths begin
     */
    static List<PreparedStep> of(HttpScenario scenario, String target, KeptnEvent event) throws PlaceholderException {
        Placeholders placeholders = new Placeholders(event);
        String base = base(target);
        List<PreparedStep> prepared = new ArrayList<>();
        for (HttpScenario.Step step : scenario.steps()) {
            Map<String, String> headers = new LinkedHashMap<>();
            if (step.body() != null && !(step.body() instanceof String)) {
                headers.put("content-type", "application/json");
            }
            for (Map<String, String> given : List.of(scenario.headers(), step.headers())) {
                for (Map.Entry<String, String> header : given.entrySet()) {
                    headers.keySet().removeIf(name -> name.equalsIgnoreCase(header.getKey()));
                    headers.put(header.getKey(), placeholders.fill(header.getValue(), PreparedStep::onOneLine));
                }
            }
            String wanted = step.expect().bodyContains();
            prepared.add(new PreparedStep(
                    step,
                    url(base, step, placeholders),
                    headers,
                    body(step.body(), placeholders),
                    wanted == null ? null : placeholders.fill(wanted)));
        }
        return prepared;
    }

    String name() {
        return step.name();
    }

    Duration pause() {
        return step.pause();
    }

    GuardedConnections.Request request(Duration timeout) {
        return new GuardedConnections.Request(step.method(), url, headers, body, timeout);
    }

    /** What is wrong with an answer; empty where it is as expected. The same mistake is said in the same words. */
    Optional<String> mistake(IncomingResponse response, Duration took) {
        HttpScenario.Expectation expect = step.expect();
        if (!expect.takes(response.status())) {
            return Optional.of("status " + response.status() + ", expected " + String.join(" or ", expect.statuses()));
        }
        if (wanted != null && !response.body().contains(wanted)) {
            return Optional.of(
                    "the body " + (response.cut() ? "(its first 64 KB) " : "") + "does not contain `" + wanted + "`");
        }
        Duration longest = expect.maxDuration();
        return longest != null && took.compareTo(longest) > 0
                ? Optional.of("took longer than " + DurationWords.of(longest))
                : Optional.empty();
    }

    /** The URL without what is behind its path, and without a slash at its end. */
    private static String base(String target) {
        String path = target.split("[?#]", 2)[0];
        return path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
    }

    private static URI url(String base, HttpScenario.Step step, Placeholders placeholders) throws PlaceholderException {
        UrlEscape escape = new UrlEscape();
        String path = step.path().isEmpty() ? "/" : step.path();
        String filled = placeholders.fill(
                path, (before, placeholder, value) -> escape.escape(base + before, placeholder, value));
        try {
            return new URI(new URI(base + filled).toASCIIString());
        } catch (URISyntaxException e) {
            throw new PlaceholderException(path, "makes no URL with `" + base + "`: " + e.getReason());
        }
    }

    private static @Nullable String body(@Nullable Object body, Placeholders placeholders) throws PlaceholderException {
        if (body == null || body instanceof String) {
            return body == null ? null : placeholders.fill((String) body);
        }
        return Json.write(filled(body, placeholders));
    }

    private static @Nullable Object filled(@Nullable Object value, Placeholders placeholders)
            throws PlaceholderException {
        if (value instanceof String text) {
            return placeholders.fill(text);
        } else if (value instanceof Map<?, ?> map) {
            Map<String, @Nullable Object> copy = new LinkedHashMap<>();
            for (Map.Entry<String, @Nullable Object> entry : Json.object(map).entrySet()) {
                copy.put(entry.getKey(), filled(entry.getValue(), placeholders));
            }
            return copy;
        } else if (value instanceof List<?> list) {
            List<@Nullable Object> copy = new ArrayList<>();
            for (Object item : list) {
                copy.add(filled(item, placeholders));
            }
            return copy;
        }
        return value;
    }

    private static String onOneLine(String before, String placeholder, String value) throws PlaceholderException {
        if (value.chars().anyMatch(Character::isISOControl)) {
            throw new PlaceholderException(placeholder, "has a line break, which no header may have");
        }
        return value;
    }
}

package sh.keptn.services.sli.monitoring;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import sh.keptn.events.Json;
import sh.keptn.events.JsonException;
import sh.keptn.services.http.GuardedHttpClient;
import sh.keptn.services.http.IncomingResponse;
import sh.keptn.services.http.OutgoingHttpException;
import sh.keptn.services.http.OutgoingRequest;
import sh.keptn.services.sli.ProviderSource;
import sh.keptn.services.sli.SliException;
import sh.keptn.services.sli.SliSecrets;

/** A monitoring system's HTTP API: where it is, what it wants to be shown, and what its refusals mean. */
final class MonitoringServer {

    /** How much of an answer is read: 1 MB. */
    static final int ANSWER_LIMIT = 1024 * 1024;

    private static final String NO_MORE_THAN = "1 MB";
    private static final int TOO_MANY_REQUESTS = 429;

    private final String url;
    private final Map<String, String> headers;
    private final SliSecrets secrets;
    private final GuardedHttpClient http;
    private final Clock clock;

    /**
     * @param url up to the path of its API
     * @param headers of each request; their values may name secrets
     * @param secrets that headers may name
     */
    MonitoringServer(String url, Map<String, String> headers, SliSecrets secrets, GuardedHttpClient http, Clock clock) {
        this.url = url.endsWith("/") ? url.substring(0, url.length() - 1) : url;
        this.headers = Map.copyOf(headers);
        this.secrets = secrets;
        this.http = http;
        this.clock = clock;
    }

    /**
     * What is asked.
     *
     * @param path with its query, beginning with a slash; or empty
     * @param contentType of the body; empty where there is none
     */
    record Question(String method, String path, String contentType, String body) {
        static Question get(String path) {
            return new Question("GET", path, "", "");
        }

        static Question post(String path, String contentType, String body) {
            return new Question("POST", path, contentType, body);
        }
    }

    /**
     * The JSON of a 2xx.
     *
     * @throws SliException for everything else; temporary after 429, 5xx and where there was no connection
     */
    @Nullable
    Object ask(Question question, Duration timeout) throws SliException {
        SecretHeaders filled = SecretHeaders.fill(headers, secrets);
        IncomingResponse response = send(question, filled, timeout);
        String answered = response.origin() + " answered " + response.status();
        if (response.status() / 100 != 2) {
            String said = response.isCompressed() ? "" : filled.redact(ErrorText.of(response.body()));
            throw refused(response, answered + hint(response.status()) + (said.isEmpty() ? "" : ": " + said));
        }
        if (response.cut()) {
            throw SliException.lasting(
                    response.origin() + " answered with more than " + NO_MORE_THAN + "; the query has to ask for less");
        }
        if (response.isCompressed()) {
            throw SliException.lasting(response.origin() + " answered with compressed data (" + response.encoding()
                    + "), which was not asked for; it has to answer with JSON as it is");
        }
        try {
            return Json.parse(response.body());
        } catch (JsonException e) {
            throw SliException.lasting(response.origin() + " answered with something that is no JSON: "
                    + filled.redact(String.valueOf(e.getMessage())));
        }
    }

    private IncomingResponse send(Question question, SecretHeaders filled, Duration timeout) throws SliException {
        try {
            return http.send(new OutgoingRequest(
                    question.method(),
                    url + question.path(),
                    filled.values(),
                    question.contentType(),
                    question.body(),
                    timeout,
                    ANSWER_LIMIT));
        } catch (OutgoingHttpException e) {
            String sentence = filled.redact(String.valueOf(e.getMessage()));
            throw switch (e.reason()) {
                case REFUSED -> SliException.lasting(sentence);
                case TIMEOUT -> SliException.lasting(ProviderSource.LATE);
                case UNKNOWN_HOST, UNREACHABLE, BROKEN -> SliException.temporary(sentence);
            };
        }
    }

    private SliException refused(IncomingResponse response, String sentence) {
        boolean isTemporary = response.status() == TOO_MANY_REQUESTS || response.status() / 100 == 5;
        return isTemporary ? SliException.temporary(sentence, pause(response)) : SliException.lasting(sentence);
    }

    private static String hint(int status) {
        return switch (status) {
            case 401 -> " (it does not accept the credentials in `headers`)";
            case 403 -> " (the credentials in `headers` may not do this)";
            case TOO_MANY_REQUESTS -> " (too many requests)";
            default -> "";
        };
    }

    /** Seconds or a date (RFC 9110, "Retry-After"); zero for anything else. */
    private Duration pause(IncomingResponse response) {
        String value = response.retryAfter();
        if (value == null) {
            return Duration.ZERO;
        }
        if (value.matches("[0-9]{1,9}")) {
            return Duration.ofSeconds(Long.parseLong(value));
        }
        try {
            Instant then = ZonedDateTime.parse(value, DateTimeFormatter.RFC_1123_DATE_TIME)
                    .toInstant();
            Duration pause = Duration.between(clock.instant(), then);
            return pause.isNegative() ? Duration.ZERO : pause;
        } catch (DateTimeException e) {
            return Duration.ZERO;
        }
    }

    /** A value as it stands in a URL, no character of it with a meaning there. */
    static String encoded(String value) {
        return URLEncoder.encode(value, StandardCharsets.UTF_8).replace("+", "%20");
    }
}

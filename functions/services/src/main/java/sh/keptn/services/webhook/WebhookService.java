package sh.keptn.services.webhook;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import sh.keptn.events.Json;
import sh.keptn.events.JsonException;
import sh.keptn.services.AnswerJson;
import sh.keptn.services.MalformedAnswerException;
import sh.keptn.services.TaskAnswer;
import sh.keptn.services.TaskRequest;
import sh.keptn.services.TaskService;
import sh.keptn.services.http.GuardedHttpClient;
import sh.keptn.services.http.IncomingResponse;
import sh.keptn.services.http.OutgoingHttpException;
import sh.keptn.services.http.OutgoingRequest;
import sh.keptn.services.template.PlaceholderException;
import sh.keptn.services.template.Placeholders;
import sh.keptn.services.template.UrlEscape;

/**
 * Does a task by posting its event, a CloudEvent in JSON ({@code application/cloudevents+json}), to a URL.
 *
 * <p>Any 2xx is pass, any other status is fail with the status and the first characters of the body in the message. A 2xx whose
 * body is a JSON object with one of our words as {@code result} or {@code status} is read as {@code {result, status, message,
 * data}} and says itself how the task ended; other keys are ignored. A word that is almost one of ours, broken JSON and an object
 * of more than 64 KB are errored answers: they may have meant that the task failed. No connection, an
 * unknown host, a refused address, a missing placeholder and a timeout are errored answers. Nothing is sent twice by itself.
 *
 * <p>A URL with {@code {{links.finish}}}, {@code {{links.approve}}} or {@code {{links.decline}}} tells the system how to answer
 * later. Then a 2xx that says nothing itself only means that the system has been told, and the task waits for the link.
 */
public final class WebhookService implements TaskService {

    private static final String CONTENT_TYPE = "application/cloudevents+json";

    private static final String TOO_LARGE = "the answer is larger than 64 KB and was not read";

    /** How many code points of a body go into a message. */
    private static final int EXCERPT = 200;

    private final String url;
    private final Duration timeout;
    private final GuardedHttpClient http;
    private final AnswerLinks links;
    private final Clock clock;

    /**
     * A service that calls one URL.
     *
     * @param url with placeholders, which are escaped for their place: one at the start is a whole URL with what comes before
     *     the next part ({@code {{data.deployment.deploymentURIsPublic.0}}/health}), a host or port takes no other characters
     *     than it may have, anything else is percent-encoded
     * @param timeout when the call is given up, if the task's deadline does not come first
     */
    public WebhookService(String url, Duration timeout, GuardedHttpClient http, AnswerLinks links, Clock clock) {
        this.url = url;
        this.timeout = timeout;
        this.http = http;
        this.links = links;
        this.clock = clock;
    }

    /** Whether a system that is called by this URL is told how to answer later. */
    public static boolean answersLater(String url) {
        return RequestedLinks.areNamed(url);
    }

    @Override
    public TaskAnswer apply(TaskRequest request) {
        Instant now = clock.instant();
        Duration left = request.timeLeft(timeout, now);
        Duration limit = request.limit(timeout, now);
        if (left.isNegative() || left.isZero()) {
            return TaskAnswer.Finished.errored("not called: the task's deadline had passed");
        }
        try {
            RequestedLinks requested = new RequestedLinks(links, request.event());
            String target = new Placeholders(request.event(), requested).fill(url, new UrlEscape());
            String body = Json.write(request.event().toJson());
            IncomingResponse response = http.send(OutgoingRequest.post(target, CONTENT_TYPE, body, left));
            return answer(
                    response,
                    requested.wereMade()
                            ? new TaskAnswer.Pending(response.origin() + " was told; the answer comes by a link")
                            : TaskAnswer.Finished.pass("", Map.of()));
        } catch (PlaceholderException e) {
            return TaskAnswer.Finished.errored("webhook: " + e.getMessage());
        } catch (OutgoingHttpException e) {
            return e.reason() == OutgoingHttpException.Reason.TIMEOUT
                    ? TaskAnswer.Finished.timedOut(limit)
                    : TaskAnswer.Finished.errored("webhook: " + e.getMessage());
        }
    }

    /** @param silent what a 2xx means that says nothing itself */
    private static TaskAnswer answer(IncomingResponse response, TaskAnswer silent) {
        if (response.status() / 100 != 2) {
            String excerpt = excerpt(response.body());
            return TaskAnswer.Finished.fail(
                    response.origin() + " answered " + response.status() + (excerpt.isEmpty() ? "" : ": " + excerpt),
                    Map.of());
        }
        TaskAnswer.Finished pass = TaskAnswer.Finished.pass("", Map.of());
        if (!response.body().stripLeading().startsWith("{")) {
            return response.cut() && silent.equals(pass) ? TaskAnswer.Finished.pass(TOO_LARGE, Map.of()) : silent;
        }
        if (response.cut()) {
            return TaskAnswer.Finished.errored("webhook: " + response.origin() + ": " + TOO_LARGE);
        }
        try {
            Map<String, @Nullable Object> json = Json.parseObject(response.body());
            return AnswerJson.looksLikeAnswer(json) ? AnswerJson.readStep(json, pass) : silent;
        } catch (JsonException e) {
            return TaskAnswer.Finished.errored(
                    "webhook: the answer of " + response.origin() + " is no JSON: " + e.getMessage());
        } catch (MalformedAnswerException e) {
            return TaskAnswer.Finished.errored(
                    "webhook: the answer of " + response.origin() + " is malformed: " + e.getMessage());
        }
    }

    /** The start of a body on one line. */
    private static String excerpt(String body) {
        String line = body.strip().replaceAll("[\\s\\p{Cntrl}]+", " ");
        return line.codePointCount(0, line.length()) <= EXCERPT
                ? line
                : line.substring(0, line.offsetByCodePoints(0, EXCERPT)) + "...";
    }
}

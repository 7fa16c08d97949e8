package sh.keptn.api.links;

import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import sh.keptn.api.access.Need;
import sh.keptn.api.access.Token;
import sh.keptn.api.access.Verb;
import sh.keptn.api.http.ApiException;
import sh.keptn.api.http.ApiRequest;
import sh.keptn.api.http.ApiResponse;
import sh.keptn.api.http.JsonBody;
import sh.keptn.api.operation.Operation;
import sh.keptn.controlplane.lifecycle.AskedTask;
import sh.keptn.controlplane.links.Link;
import sh.keptn.events.Json;

/**
 * Makes a link: {@code {"triggeredid": ID, "verb": "approve|decline|finish", "expiresIn": "PT8H"}}. Without {@code expiresIn} it
 * ends with its task. The answer, {@code {"url", "verb"}}, is the only place where it ever stands.
 */
final class MakeLink implements Operation.Guarded {

    private static final String TRIGGERED_ID = "triggeredid";
    private static final String VERB = "verb";
    private static final String EXPIRES_IN = "expiresIn";
    private static final String JSON = "application/json";

    private final TaskLinks links;
    private final String urlPrefix;
    private final Clock clock;

    /** @param urlPrefix of all links, up to their ids */
    MakeLink(TaskLinks links, String urlPrefix, Clock clock) {
        this.links = links;
        this.urlPrefix = urlPrefix;
        this.clock = clock;
    }

    @Override
    public Set<Verb> verbs() {
        return Set.of(Verb.LINK);
    }

    @Override
    public Prepared prepare(ApiRequest request, Token caller) {
        if (!request.mediaType().equals(JSON) && !request.mediaType().isEmpty()) {
            throw new ApiException(415, "the content type is `" + request.mediaType() + "`; expected " + JSON);
        }
        Map<String, @Nullable Object> body = JsonBody.object(request.body());
        JsonBody.requireOnly(body, List.of(TRIGGERED_ID, VERB, EXPIRES_IN));
        String triggeredId = String.valueOf(Json.text(body, TRIGGERED_ID));
        Link.Verb verb = Link.Verb.of(String.valueOf(Json.text(body, VERB)))
                .orElseThrow(() -> new ApiException(400, "the body: `verb`: expected approve, decline or finish"));
        Instant expires = expires(body);
        AskedTask task = links.asked(triggeredId)
                .orElseThrow(() -> new ApiException(404, "no task was asked for by an event `" + triggeredId + "`"));
        String taskService = TaskLinks.answerer(task, null)
                .orElseThrow(() -> new ApiException(
                        409,
                        "several task services answer `" + task.task() + "`: " + String.join(", ", task.expected())
                                + "; a link gives the answer of one"));
        return new Prepared(
                List.of(new Need(Verb.LINK, task.project(), task.stage(), taskService)),
                () -> make(new Link(verb, triggeredId, null, expires), task, taskService));
    }

    private ApiResponse make(Link link, AskedTask task, String taskService) {
        if (!links.isAwaited(link.triggeredId(), taskService)) {
            throw new ApiException(409, "`" + task.task() + "` has ended, or was answered already");
        }
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("url", urlPrefix + links.make(link));
        json.put(VERB, link.verb().word());
        return ApiResponse.json(201, json);
    }

    private @Nullable Instant expires(Map<String, @Nullable Object> body) {
        Object text = body.get(EXPIRES_IN);
        if (text == null) {
            return null;
        }
        try {
            Duration duration = Duration.parse(String.valueOf(text));
            if (!duration.isNegative() && !duration.isZero()) {
                return clock.instant().plus(duration);
            }
        } catch (DateTimeException | ArithmeticException e) {
            throw new ApiException(400, "the body: `expiresIn`: expected an ISO 8601 duration like PT8H", e);
        }
        throw new ApiException(400, "the body: `expiresIn`: expected a duration above zero");
    }
}

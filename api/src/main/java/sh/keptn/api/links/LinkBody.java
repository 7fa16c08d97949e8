package sh.keptn.api.links;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import sh.keptn.api.http.ApiException;
import sh.keptn.api.http.ApiRequest;
import sh.keptn.api.http.JsonBody;
import sh.keptn.controlplane.links.Link;
import sh.keptn.services.AnswerJson;
import sh.keptn.services.MalformedAnswerException;
import sh.keptn.services.TaskAnswer;

/** Reads what somebody says who uses a link, from a form or from JSON; an empty body says nothing more than the link does. */
final class LinkBody {

    private static final String FORM = "application/x-www-form-urlencoded";
    private static final String JSON = "application/json";
    private static final String MESSAGE = "message";
    private static final List<String> OF_FORMS = List.of("result", MESSAGE);
    private static final List<String> OF_DECISIONS = List.of(MESSAGE);

    private LinkBody() {}

    static TaskAnswer.Finished read(ApiRequest request, Link.Verb verb) {
        Map<String, @Nullable Object> said = body(request, verb);
        try {
            return switch (verb) {
                case APPROVE -> decided(said, TaskAnswer.Finished.pass("approved by a link", Map.of()));
                case DECLINE -> decided(said, TaskAnswer.Finished.fail("declined by a link", Map.of()));
                case FINISH -> AnswerJson.read(said, TaskAnswer.Finished.pass("finished by a link", Map.of()));
            };
        } catch (MalformedAnswerException e) {
            throw new ApiException(400, "the body: " + e.getMessage(), e);
        }
    }

    private static TaskAnswer.Finished decided(Map<String, @Nullable Object> said, TaskAnswer.Finished plain)
            throws MalformedAnswerException {
        String comment = AnswerJson.read(said, plain).message();
        return comment.equals(plain.message())
                ? plain
                : new TaskAnswer.Finished(
                        plain.result(), plain.status(), plain.message() + ": " + comment, plain.data());
    }

    private static Map<String, @Nullable Object> body(ApiRequest request, Link.Verb verb) {
        String body = request.body().strip();
        if (body.isEmpty()) {
            return Map.of();
        }
        boolean isFinish = verb == Link.Verb.FINISH;
        String type = request.mediaType();
        // Many clients send JSON as a form if they are not told otherwise.
        if (type.equals(JSON) || (body.startsWith("{") && (type.equals(FORM) || type.isEmpty()))) {
            Map<String, @Nullable Object> json = JsonBody.object(body);
            JsonBody.requireOnly(json, isFinish ? AnswerJson.KEYS : OF_DECISIONS);
            return json;
        } else if (type.equals(FORM)) {
            Map<String, @Nullable Object> form = form(body);
            JsonBody.requireOnly(form, isFinish ? OF_FORMS : OF_DECISIONS);
            return form;
        }
        throw new ApiException(415, "the content type is `" + type + "`; expected " + JSON + " or " + FORM);
    }

    /** The fields of a form that were filled. */
    private static Map<String, @Nullable Object> form(String body) {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        for (String field : body.split("&", -1)) {
            String[] parts = field.split("=", 2);
            String value = parts.length == 1 ? "" : decoded(parts[1]).strip();
            if (!value.isEmpty()) {
                fields.put(decoded(parts[0]), value);
            }
        }
        return fields;
    }

    private static String decoded(String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw new ApiException(400, "the body: a field is not encoded as in forms", e);
        }
    }
}

package sh.keptn.api.links;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import sh.keptn.api.http.ApiException;
import sh.keptn.api.http.ApiRequest;
import sh.keptn.api.http.ApiResponse;
import sh.keptn.api.http.Problem;
import sh.keptn.api.links.TaskLinks.Found;
import sh.keptn.controlplane.lifecycle.Receipt;
import sh.keptn.services.TaskAnswer;

/**
 * Shows what a link stands for, and answers its task. A GET changes nothing, however often a program that looks at addresses for
 * others repeats it. Browsers get a page, everybody else JSON.
 */
final class UseLink {

    private static final Problem UNKNOWN =
            new Problem(404, "there is no such link; it may have been cut when it was copied");
    private static final Problem OVER =
            new Problem(410, "this link was used before or has expired, or its task was answered otherwise");

    private final TaskLinks links;

    UseLink(TaskLinks links) {
        this.links = links;
    }

    ApiResponse show(ApiRequest request, Map<String, String> path) {
        Found found = links.find(id(path));
        if (found instanceof Found.Usable usable) {
            return request.wantsPage() ? LinkPage.question(usable) : ApiResponse.json(200, description(usable));
        }
        return refused(request, found);
    }

    ApiResponse use(ApiRequest request, Map<String, String> path) {
        Found found = links.find(id(path));
        if (!(found instanceof Found.Usable usable)) {
            return refused(request, found);
        }
        try {
            TaskAnswer.Finished finished = LinkBody.read(request, usable.link().verb());
            Receipt receipt = links.answer(usable, finished);
            return switch (receipt) {
                case ACCEPTED -> done(request, usable, finished);
                case DUPLICATE, LATE, REFUSED -> refused(request, new Found.Over());
                case TOO_LARGE -> throw new ApiException(413, "the answer is too large for an event");
            };
        } catch (ApiException e) {
            return refused(request, e.problem());
        }
    }

    private static ApiResponse done(ApiRequest request, Found.Usable usable, TaskAnswer.Finished finished) {
        if (request.wantsPage()) {
            return LinkPage.done(usable, finished);
        }
        Map<String, @Nullable Object> json = description(usable);
        json.put("result", finished.result());
        json.put("status", finished.status());
        return ApiResponse.json(200, json);
    }

    private static ApiResponse refused(ApiRequest request, Found found) {
        return refused(request, found instanceof Found.Unknown ? UNKNOWN : OVER);
    }

    private static ApiResponse refused(ApiRequest request, Problem problem) {
        return request.wantsPage() ? LinkPage.problem(problem) : ApiResponse.error(problem.code(), problem.message());
    }

    private static String id(Map<String, String> path) {
        return path.getOrDefault("id", "");
    }

    private static Map<String, @Nullable Object> description(Found.Usable found) {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("verb", found.link().verb().word());
        json.put("project", found.task().project());
        json.put("stage", found.task().stage());
        json.put("services", found.task().services());
        json.put("task", found.task().task());
        json.put("keptnContext", found.task().triggered().context());
        return json;
    }
}

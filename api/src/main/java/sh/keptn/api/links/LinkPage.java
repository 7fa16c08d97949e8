package sh.keptn.api.links;

import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import sh.keptn.api.http.ApiResponse;
import sh.keptn.api.http.Problem;
import sh.keptn.api.links.TaskLinks.Found;
import sh.keptn.controlplane.links.Link;
import sh.keptn.events.Json;
import sh.keptn.services.TaskAnswer;
import sh.keptn.translator.naming.Sha256;

/** The pages behind links: whole in themselves, without scripts, kept by nobody and told to nobody. */
final class LinkPage {

    private static final String STYLE = """
            body{font:16px/1.5 system-ui,sans-serif;margin:3rem auto;max-width:36rem;padding:0 1rem;color:#1d2433}\
            h1{font-size:1.4rem}dl{display:grid;grid-template-columns:max-content 1fr;gap:.25rem 1rem}\
            dt{color:#5b6475}dd{margin:0;overflow-wrap:anywhere}label{display:block;margin:1rem 0 .25rem}\
            textarea,select{font:inherit;width:100%;box-sizing:border-box;padding:.4rem}\
            button{font:inherit;margin-top:1rem;padding:.5rem 1.5rem;cursor:pointer}""";

    private static final String FRAME = """
            <!DOCTYPE html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta name="robots" content="noindex">
            <title>%s</title>
            <style>%s</style>
            </head>
            <body>
            <main>
            <h1>%s</h1>
            %s</main>
            </body>
            </html>
            """;

    private static final String RESULT = """
            <label for="result">Result</label>
            <select id="result" name="result">
            <option value="pass">pass</option>
            <option value="warning">warning</option>
            <option value="fail">fail</option>
            </select>
            """;

    private static final String FORM = """
            <form method="post">
            %s<label for="message">Comment</label>
            <textarea id="message" name="message" rows="3" maxlength="1000"></textarea>
            <button type="submit">%s</button>
            </form>
            """;

    private static final String POLICY =
            "default-src 'none'; style-src 'sha256-" + Base64.getEncoder().encodeToString(Sha256.of(STYLE))
                    + "'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

    private LinkPage() {}

    static ApiResponse question(Found.Usable found) {
        Link.Verb verb = found.link().verb();
        String title = switch (verb) {
            case APPROVE -> "Approve this?";
            case DECLINE -> "Decline this?";
            case FINISH -> "Has this ended?";
        };
        String button = switch (verb) {
            case APPROVE -> "Approve";
            case DECLINE -> "Decline";
            case FINISH -> "It has ended";
        };
        return page(200, title, facts(found) + FORM.formatted(verb == Link.Verb.FINISH ? RESULT : "", button));
    }

    static ApiResponse done(Found.Usable found, TaskAnswer.Finished finished) {
        String title = switch (found.link().verb()) {
            case APPROVE -> "Approved";
            case DECLINE -> "Declined";
            case FINISH -> "Ended with result " + finished.result();
        };
        return page(200, title, facts(found) + "<p>You can close this page.</p>\n");
    }

    static ApiResponse problem(Problem problem) {
        return page(problem.code(), "This cannot be done", "<p>" + escape(problem.message()) + ".</p>\n");
    }

    private static String facts(Found.Usable found) {
        StringBuilder text = new StringBuilder("<dl>\n");
        what(found).forEach((name, value) -> {
            if (!value.isEmpty()) {
                text.append("<dt>")
                        .append(escape(name))
                        .append("</dt><dd>")
                        .append(escape(value))
                        .append("</dd>\n");
            }
        });
        return text.append("</dl>\n").toString();
    }

    private static Map<String, String> what(Found.Usable found) {
        Map<String, @Nullable Object> data = found.task().triggered().data();
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put("Task", found.task().task());
        facts.put("Project", found.task().project());
        facts.put("Stage", found.task().stage());
        facts.put("Service", String.join(", ", found.task().services()));
        facts.put("Version", version(data));
        facts.put("Result so far", text(data, "result"));
        facts.put("Labels", labels(data));
        facts.put("Context", found.task().triggered().context());
        return facts;
    }

    /** What is delivered: the artifacts of services, else the image of a configuration change. */
    private static String version(Map<String, @Nullable Object> data) {
        StringBuilder text = new StringBuilder();
        if (data.get("services") instanceof List<?> services) {
            for (Object each : services) {
                String artifact = each instanceof Map<?, ?> service ? text(Json.object(service), "artifact") : "";
                text.append(text.length() == 0 || artifact.isEmpty() ? "" : ", ")
                        .append(artifact);
            }
        }
        return text.length() > 0
                ? text.toString()
                : text(Json.child(Json.child(data, "configurationChange"), "values"), "image");
    }

    private static String labels(Map<String, @Nullable Object> data) {
        StringBuilder text = new StringBuilder();
        Json.child(data, "labels")
                .forEach((name, value) -> text.append(text.length() == 0 ? "" : ", ")
                        .append(name)
                        .append('=')
                        .append(value));
        return text.toString();
    }

    private static String text(Map<String, @Nullable Object> data, String key) {
        String text = Json.text(data, key);
        return text == null ? "" : text;
    }

    private static ApiResponse page(int status, String title, String content) {
        return new ApiResponse(
                status,
                Map.of(
                        "content-type", "text/html; charset=utf-8",
                        "content-security-policy", POLICY,
                        "referrer-policy", "no-referrer",
                        "x-robots-tag", "noindex, nofollow",
                        "x-content-type-options", "nosniff",
                        "cache-control", "no-store"),
                FRAME.formatted(escape(title), STYLE, escape(title), content));
    }

    private static String escape(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;")
                .replace("'", "&#39;");
    }
}

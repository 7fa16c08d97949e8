package sh.keptn.lambda.publisher;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import sh.keptn.diagnostics.Diagnostic;

/**
 * What has become of a request.
 *
 * @param diagnostics of shipyard and uniform, warnings included
 */
record Result(Verdict verdict, List<Diagnostic> diagnostics) {

    Result {
        diagnostics = List.copyOf(diagnostics);
    }

    /** How far it is. */
    enum Verdict {
        /** Everything is on AWS, or gone from it. */
        DONE,
        /** The time of this run was over; another one goes on. */
        CONTINUES,
        /** Nothing was done: the files have errors. */
        INVALID
    }

    /** The answer to a direct call; diagnostics as {@code keptn validate --output json} prints them, each with its file. */
    Map<String, @Nullable Object> toJson(Request request) {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("project", request.project());
        json.put("verdict", verdict.name().toLowerCase(Locale.ROOT));
        List<Object> found = new ArrayList<>();
        for (Diagnostic diagnostic : diagnostics) {
            Map<String, @Nullable Object> each = new LinkedHashMap<>();
            each.put("file", diagnostic.position().file());
            each.put("severity", diagnostic.severity().name().toLowerCase(Locale.ROOT));
            each.put("code", diagnostic.code().id());
            each.put("line", (long) diagnostic.position().line());
            each.put("column", (long) diagnostic.position().column());
            each.put("message", diagnostic.message());
            found.add(each);
        }
        json.put("diagnostics", found);
        return json;
    }

    /** The diagnostics as text, one in a line. */
    String text() {
        return String.join("\n", diagnostics.stream().map(Diagnostic::toString).toList());
    }
}

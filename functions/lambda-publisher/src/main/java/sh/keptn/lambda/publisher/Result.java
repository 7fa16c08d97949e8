package sh.keptn.lambda.publisher;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import sh.keptn.diagnostics.Diagnostic;
import sh.keptn.translator.Plan;

/**
 * What has become of a request.
 *
 * @param diagnostics of shipyard and uniform, warnings included
 * @param machines of the project, none where it was not published
 */
record Result(Verdict verdict, List<Diagnostic> diagnostics, List<Plan.StateMachine> machines) {

    Result {
        diagnostics = List.copyOf(diagnostics);
        machines = List.copyOf(machines);
    }

    /** Of a request by which nothing was published. */
    static Result withoutMachines(Verdict verdict, List<Diagnostic> diagnostics) {
        return new Result(verdict, diagnostics, List.of());
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

    /**
     * The answer to a direct call; diagnostics as {@code keptn validate --output json} prints them, each with its file, and which state
     * machine does which sequence.
     */
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
        json.put("machines", machines.stream().map(Result::named).toList());
        return json;
    }

    private static Map<String, @Nullable Object> named(Plan.StateMachine machine) {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("stage", machine.stage());
        json.put("sequence", machine.sequence());
        if (machine.companion() != null) {
            json.put("companion", machine.companion());
        }
        json.put("name", machine.name());
        return json;
    }

    /** The diagnostics as text, one in a line. */
    String text() {
        return String.join("\n", diagnostics.stream().map(Diagnostic::toString).toList());
    }
}

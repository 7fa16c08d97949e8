package sh.keptn.standalone.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import sh.keptn.events.Json;
import sh.keptn.standalone.engine.State.Catcher;
import sh.keptn.standalone.engine.State.Retrier;
import sh.keptn.standalone.engine.TemplateReader.Access;

/** Reads what a state does about errors: Retry and Catch. */
final class HandlerReader {

    private static final Set<String> RETRIER = Set.of(
            "ErrorEquals",
            "IntervalSeconds",
            "MaxAttempts",
            "BackoffRate",
            "MaxDelaySeconds",
            "JitterStrategy",
            "Comment");
    private static final Set<String> CATCHER = Set.of("ErrorEquals", "Next", "Assign", "Output", "Comment");
    private static final Set<String> JITTER = Set.of("FULL", "NONE");
    private static final String ALL = "States.ALL";

    /** Step Functions, "Retrying after an error": MaxDelaySeconds is less than a year of 366 days. */
    private static final long DELAY_LIMIT = 31_622_399;

    private final TemplateReader templates;

    HandlerReader(TemplateReader templates) {
        this.templates = templates;
    }

    List<Retrier> retriers(Fields state) {
        List<Retrier> retriers =
                state.children("Retry").stream().map(HandlerReader::retrier).toList();
        checkAllIsLast(retriers.stream().map(Retrier::errors).toList(), state, "Retry");
        return retriers;
    }

    List<Catcher> catchers(Fields state) {
        List<Catcher> catchers =
                state.children("Catch").stream().map(this::catcher).toList();
        checkAllIsLast(catchers.stream().map(Catcher::errors).toList(), state, "Catch");
        return catchers;
    }

    private static Retrier retrier(Fields json) {
        json.only(RETRIER);
        Object jitter = json.json().getOrDefault("JitterStrategy", "NONE");
        if (!(jitter instanceof String strategy) || !JITTER.contains(strategy)) {
            json.problem("JitterStrategy of " + json.where() + " is " + Json.write(jitter) + ", expected FULL or NONE");
        }
        long interval = json.integer("IntervalSeconds", 1, 1, Quotas.SECONDS);
        long delay = json.integer("MaxDelaySeconds", -1, 1, DELAY_LIMIT);
        return new Retrier(
                errors(json),
                interval,
                (int) json.integer("MaxAttempts", 3, 0, Quotas.SECONDS),
                backoffRate(json),
                delay < 0 ? null : (Double) (double) delay,
                "FULL".equals(jitter));
    }

    private static double backoffRate(Fields json) {
        Object rate = json.json().getOrDefault("BackoffRate", 2.0);
        if (rate instanceof Number number && number.doubleValue() >= 1) {
            return number.doubleValue();
        }
        json.problem("BackoffRate of " + json.where() + " is " + Json.write(rate) + ", expected a number from 1");
        return 1;
    }

    private Catcher catcher(Fields json) {
        json.only(CATCHER);
        return new Catcher(
                errors(json),
                json.text("Next"),
                templates.assign(json, Access.ERROR),
                templates.read(json, "Output", Access.ERROR));
    }

    private static List<String> errors(Fields json) {
        List<String> errors = new ArrayList<>();
        if (json.get("ErrorEquals") instanceof List<?> list) {
            list.forEach(each -> {
                if (each instanceof String name && !name.isEmpty()) {
                    errors.add(name);
                } else {
                    json.problem("ErrorEquals of " + json.where() + " holds " + Json.write(each) + ", expected the name"
                            + " of an error");
                }
            });
        }
        if (!(json.get("ErrorEquals") instanceof List<?> list) || list.isEmpty()) {
            json.problem(json.where() + " has no ErrorEquals, expected a list of names of errors");
        }
        if (errors.contains(ALL) && errors.size() > 1) {
            json.problem(ALL + " of " + json.where() + " must stand alone");
        }
        return List.copyOf(errors);
    }

    /** ASL spec, "Retrying after error" and "Fallback states": States.ALL stands alone, in the last one. */
    private static void checkAllIsLast(List<List<String>> errors, Fields state, String field) {
        for (int i = 0; i < errors.size() - 1; i++) {
            if (errors.get(i).contains(ALL)) {
                state.problem(ALL + " of " + field + "[" + i + "] of " + state.where() + " must stand in the last one");
            }
        }
    }
}

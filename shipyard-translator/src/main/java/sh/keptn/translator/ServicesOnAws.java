package sh.keptn.translator;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import sh.keptn.diagnostics.Diagnostic;
import sh.keptn.diagnostics.DiagnosticCode;

/** Finds the task services of a plan that nobody serves on AWS; elsewhere they are as good as any. */
public final class ServicesOnAws {

    private ServicesOnAws() {}

    /** A warning for each of them, at the place in the uniform. */
    public static List<Diagnostic> missing(Plan plan) {
        return plan.taskServices().stream()
                .flatMap(service -> Optional.ofNullable(missing(service)).stream())
                .sorted()
                .toList();
    }

    private static @Nullable Diagnostic missing(Plan.TaskService service) {
        String why = switch (service.kind()) {
            case COMMAND -> "is a command, which nobody runs on AWS: its tasks will end as errored";
            case IMAGE -> "is a container image, which nobody runs on AWS yet: its tasks will end as errored";
            case BUILTIN, HOOK ->
                service.confirms() ? null : "is only told (`confirms: false`), which nobody does on AWS yet";
            case LAMBDA, EXTERNAL -> null;
        };
        return why == null
                ? null
                : Diagnostic.of(
                        DiagnosticCode.SERVICE_NOT_ON_AWS,
                        service.source(),
                        "the task service `" + service.name() + "` " + why + "; name a `lambda` in the uniform"
                                + (service.confirms() ? " or a `hook`" : ""));
    }
}

package sh.keptn.translator.check;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import sh.keptn.diagnostics.Diagnostic;
import sh.keptn.diagnostics.DiagnosticCode;
import sh.keptn.diagnostics.SourcePosition;

/** Finds names that occur twice in a list; the empty name stands for a missing one and is reported elsewhere. */
final class Duplicates {

    private Duplicates() {}

    static <T> List<Diagnostic> of(
            List<T> parts,
            Function<T, String> name,
            Function<T, SourcePosition> position,
            DiagnosticCode code,
            String what) {
        Map<String, SourcePosition> first = new HashMap<>();
        List<Diagnostic> found = new ArrayList<>();
        for (T part : parts) {
            SourcePosition earlier =
                    name.apply(part).isEmpty() ? null : first.putIfAbsent(name.apply(part), position.apply(part));
            if (earlier != null) {
                String message = what + " `" + name.apply(part) + "` is already on line " + earlier.line()
                        + "; rename one of them";
                found.add(Diagnostic.of(code, position.apply(part), message));
            }
        }
        return found;
    }
}

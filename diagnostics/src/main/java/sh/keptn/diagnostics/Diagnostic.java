package sh.keptn.diagnostics;

import java.util.Comparator;
import java.util.List;

/**
 * One finding: what was found, what was expected and the fix in one sentence. Sorts by file, line, column, code. Renders
 * as {@code shipyard.yaml:7:15: warning [trigger-unknown-sequence] message}.
 */
public record Diagnostic(Severity severity, DiagnosticCode code, SourcePosition position, String message)
        implements Comparable<Diagnostic> {

    private static final Comparator<Diagnostic> ORDER = Comparator.comparing(Diagnostic::position)
            .thenComparing(found -> found.code().id())
            .thenComparing(Diagnostic::message);

    /** A finding with the severity that its code has everywhere but in a few formats. */
    public static Diagnostic of(DiagnosticCode code, SourcePosition position, String message) {
        return new Diagnostic(code.severity(), code, position, message);
    }

    /** Whether one of the findings is an error. */
    public static boolean hasErrors(List<Diagnostic> diagnostics) {
        return diagnostics.stream().anyMatch(found -> found.severity() == Severity.ERROR);
    }

    @Override
    public int compareTo(Diagnostic other) {
        return ORDER.compare(this, other);
    }

    @Override
    public String toString() {
        return position + ": " + severity.word() + " [" + code.id() + "] " + message;
    }
}

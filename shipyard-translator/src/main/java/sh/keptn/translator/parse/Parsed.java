package sh.keptn.translator.parse;

import java.util.List;
import sh.keptn.diagnostics.Diagnostic;

/**
 * What could be read of a file. With errors among the findings the value is incomplete: good for finding more errors, not
 * for lowering.
 */
public record Parsed<T>(T value, List<Diagnostic> diagnostics) {
    public Parsed {
        diagnostics = List.copyOf(diagnostics);
    }
}

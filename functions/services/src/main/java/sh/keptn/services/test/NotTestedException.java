package sh.keptn.services.test;

import java.util.List;
import sh.keptn.diagnostics.Diagnostic;
import sh.keptn.diagnostics.Severity;

/** There was nothing that could be tested; the message says why, and what to do. */
final class NotTestedException extends Exception {

    private static final long serialVersionUID = 1L;

    NotTestedException(String message) {
        super(message);
    }

    /** A file has errors, of which the first is said. */
    static NotTestedException ofErrors(List<Diagnostic> found) {
        List<Diagnostic> errors = found.stream()
                .filter(finding -> finding.severity() == Severity.ERROR)
                .toList();
        return new NotTestedException(errors.get(0)
                + (errors.size() == 1
                        ? ""
                        : "; `keptn validate` shows " + (errors.size() - 1) + " more of the file's errors"));
    }
}

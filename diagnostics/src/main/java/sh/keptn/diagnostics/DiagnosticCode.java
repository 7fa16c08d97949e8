package sh.keptn.diagnostics;

import java.util.Locale;

/** The rules a file can break. An id is the name in kebab case; it is never renamed or reused. */
public enum DiagnosticCode {
    FILE_UNREADABLE(Severity.ERROR),
    YAML_SYNTAX(Severity.ERROR),
    DOCUMENT_NOT_A_MAPPING(Severity.ERROR);

    private final Severity severity;

    DiagnosticCode(Severity severity) {
        this.severity = severity;
    }

    /** The severity that a finding of this code has unless its format says otherwise. */
    public Severity severity() {
        return severity;
    }

    /** The id as users and JSON see it, for example {@code file-unreadable}. */
    public String id() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}

package sh.keptn.diagnostics;

import java.util.Locale;

/** How much a finding matters: an error stops the file from being used, the others do not. */
public enum Severity {
    ERROR,
    WARNING,
    INFO;

    /** The lower-case word that users and JSON see. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}

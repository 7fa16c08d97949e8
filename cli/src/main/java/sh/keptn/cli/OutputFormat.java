package sh.keptn.cli;

import java.util.Locale;

/** How a command prints its result. */
enum OutputFormat {
    TEXT,
    JSON;

    /** In lower case, as users write it; picocli shows it in help texts. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}

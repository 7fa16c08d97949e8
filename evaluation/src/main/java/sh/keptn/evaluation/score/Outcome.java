package sh.keptn.evaluation.score;

import java.util.Locale;

/** What becomes of an objective or of an evaluation; {@code INFO} of objectives only. */
public enum Outcome {
    PASS,
    WARNING,
    FAIL,
    INFO;

    /** As events and users see it. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}

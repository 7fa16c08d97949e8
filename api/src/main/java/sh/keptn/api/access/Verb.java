package sh.keptn.api.access;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What a token may be allowed to do. */
public enum Verb {
    /** Ask for sequences. */
    TRIGGER,
    /** Answer tasks. */
    ANSWER,
    /** Make links by which others answer tasks. */
    LINK;

    /** The word in a permission. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    static Optional<Verb> of(String word) {
        return Arrays.stream(values()).filter(verb -> verb.word().equals(word)).findFirst();
    }
}

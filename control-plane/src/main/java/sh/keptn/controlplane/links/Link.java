package sh.keptn.controlplane.links;

import java.time.Instant;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a link stands for.
 *
 * @param verb what it does
 * @param triggeredId id of the {@code <task>.triggered} that it answers
 * @param taskService whom it was made for, who answers if the task asks him; null where it was made for a person
 * @param expires when it ends before its task does, null if it does not
 */
public record Link(
        Verb verb,
        String triggeredId,
        @Nullable String taskService,
        @Nullable Instant expires) {

    /** What a link does. */
    public enum Verb {
        /** The task ends with result pass. */
        APPROVE,
        /** The task ends with result fail. */
        DECLINE,
        /** The task ends as whoever uses the link says. */
        FINISH;

        /** The word in paths, placeholders and JSON. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }

        /** The verb of a word, empty if there is none. */
        public static Optional<Verb> of(String word) {
            return Arrays.stream(values())
                    .filter(verb -> verb.word().equals(word))
                    .findFirst();
        }
    }
}

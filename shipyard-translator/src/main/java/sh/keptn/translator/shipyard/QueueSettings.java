package sh.keptn.translator.shipyard;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * How deliveries wait for a stage.
 *
 * @param whileWaiting whether one that waits for a person, a delay or its resumption lets others in
 * @param queue which of the waiting ones run
 */
public record QueueSettings(WhileWaiting whileWaiting, Order queue) {

    /** What Keptn does. */
    public static final QueueSettings DEFAULT = new QueueSettings(WhileWaiting.FREE, Order.FIFO);

    /** The words of {@code whileWaiting}. */
    public enum WhileWaiting {
        /** Others run meanwhile; it goes on when the stage is free again. */
        FREE,
        /** Others wait. */
        HOLD
    }

    /** The words of {@code queue}. */
    public enum Order {
        /** All, in the order in which they came. */
        FIFO,
        /** Only the newest one of a sequence and its services. */
        NEWEST
    }

    /** The value of a word as authors write it, empty if it is none. */
    public static <E extends Enum<E>> Optional<E> find(Class<E> words, String word) {
        return Arrays.stream(words.getEnumConstants())
                .filter(value -> word(value).equals(word))
                .findFirst();
    }

    /** The word that authors write for a value. */
    public static String word(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }

    /** All words of a setting, in their order. */
    public static List<String> words(Class<? extends Enum<?>> words) {
        return Arrays.stream(words.getEnumConstants()).map(QueueSettings::word).toList();
    }
}

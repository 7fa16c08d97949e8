package sh.keptn.evaluation.slo;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What becomes of an objective that got no value, or one of too few samples. */
public enum NoData {
    /** It fails, as in Keptn. */
    FAIL,
    /** It counts half. */
    WARNING,
    /** It counts as if its criteria held. */
    PASS;

    /** As it is written. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** What is written so. */
    public static Optional<NoData> ofWord(String word) {
        return Arrays.stream(values()).filter(each -> each.word().equals(word)).findFirst();
    }

    /** All of them, as they are written. */
    public static List<String> words() {
        return Arrays.stream(values()).map(NoData::word).toList();
    }
}

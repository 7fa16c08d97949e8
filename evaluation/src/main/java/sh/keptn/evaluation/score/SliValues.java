package sh.keptn.evaluation.score;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The values of one answer, each of which the first objective that names it takes away. */
final class SliValues {

    private final List<SliValue> left;

    SliValues(List<SliValue> values) {
        left = new ArrayList<>(values);
    }

    /** Takes a value; the last one moves to its place, which the order of {@link #left} shows. */
    Optional<SliValue> take(String metric) {
        for (int i = 0; i < left.size(); i++) {
            SliValue value = left.get(i);
            if (value.metric().equals(metric)) {
                SliValue last = left.remove(left.size() - 1);
                if (i < left.size()) {
                    left.set(i, last);
                }
                return Optional.of(value);
            }
        }
        return Optional.empty();
    }

    /** Those that nobody has taken. */
    List<SliValue> left() {
        return left;
    }
}

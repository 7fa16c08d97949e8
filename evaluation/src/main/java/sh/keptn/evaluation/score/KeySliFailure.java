package sh.keptn.evaluation.score;

import java.util.Objects;
import java.util.Optional;

/**
 * An objective that fails all because it fails.
 *
 * @param name its display name, which may be empty
 */
record KeySliFailure(String name, String message) {

    /** An objective that has a warning or only informs fails nothing. */
    static Optional<KeySliFailure> of(IndicatorResult result) {
        if (!result.objective().isKeySli() || result.status() != Outcome.FAIL) {
            return Optional.empty();
        }
        SliValue value = Objects.requireNonNull(result.value());
        return Optional.of(new KeySliFailure(
                result.objective().displayName(),
                value.isSuccess() ? "failed evaluation with score 0.000000" : value.message()));
    }
}

package sh.keptn.evaluation.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

final class RankComparisonTest {

    /** Hollander and Wolfe (1973), page 69, as the manual of R's {@code wilcox.test} has it: W = 35, p-value = 0.1272. */
    @Test
    void permeabilityOfMembranes() {
        List<Double> atTerm = List.of(0.80, 0.83, 1.89, 1.04, 1.45, 1.38, 1.91, 1.64, 0.73, 1.46);
        List<Double> earlier = List.of(1.15, 0.88, 0.90, 0.74, 1.21);
        RankComparison compared = RankComparison.of(atTerm, earlier);
        assertThat(compared.p()).isCloseTo(0.1272, within(0.00005));
        assertThat(compared.effect()).isCloseTo(2 * 35 / 50.0 - 1, within(1e-12));
    }

    /** The example in the reference of SciPy's {@code mannwhitneyu}: U = 17, two-sided and exact p = 0.1111. */
    @Test
    void ageAtDiagnosis() {
        List<Double> males = List.of(19.0, 22.0, 16.0, 29.0, 24.0);
        List<Double> females = List.of(20.0, 11.0, 17.0, 12.0);
        RankComparison compared = RankComparison.of(males, females);
        assertThat(compared.p()).isCloseTo(0.1111 / 2, within(0.00005));
        assertThat(compared.effect()).isCloseTo(2 * 17 / 20.0 - 1, within(1e-12));
    }

    /** Fully separated samples of three: one of twenty orders, so 0.05 exactly. */
    @Test
    void separatedSamples() {
        RankComparison compared = RankComparison.of(List.of(4.0, 5.0, 6.0), List.of(1.0, 2.0, 3.0));
        assertThat(compared.p()).isCloseTo(0.05, within(1e-12));
        assertThat(compared.effect()).isEqualTo(1);
        assertThat(RankComparison.of(List.of(1.0, 2.0, 3.0), List.of(4.0, 5.0, 6.0))
                        .effect())
                .isEqualTo(-1);
    }

    @Test
    void equalValuesDoNotDiffer() {
        RankComparison compared = RankComparison.of(Collections.nCopies(50, 7.0), Collections.nCopies(60, 7.0));
        assertThat(compared).isEqualTo(new RankComparison(1, 0));
    }

    @Test
    void anEmptySampleCannotBeCompared() {
        assertThatThrownBy(() -> RankComparison.of(List.of(), List.of(1.0)))
                .isInstanceOf(IllegalArgumentException.class);
    }
}

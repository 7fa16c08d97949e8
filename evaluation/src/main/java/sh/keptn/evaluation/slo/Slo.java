package sh.keptn.evaluation.slo;

import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;
import sh.keptn.diagnostics.SourcePosition;
import sh.keptn.evaluation.criteria.Criterion;
import sh.keptn.evaluation.numbers.GoFloat;

/**
 * The service level objectives of a service in a stage ({@code slo.yaml}; Keptn spec, service_level_objective.md), with Keptn's
 * defaults in place.
 *
 * @param specVersion as written, empty where it is missing; nothing depends on it
 * @param filter handed to the SLI provider, in the order of the file
 * @param objectives in the order of the file, entries that are null left out
 */
public record Slo(
        String specVersion,
        Map<String, String> filter,
        Comparison comparison,
        List<Objective> objectives,
        TotalScore totalScore,
        SourcePosition position) {

    public Slo {
        filter = Collections.unmodifiableMap(new LinkedHashMap<>(filter));
        objectives = List.copyOf(objectives);
    }

    /** What indicators are asked for: those of all objectives, in the order of the file. */
    public List<String> indicators() {
        return objectives.stream().map(Objective::sli).toList();
    }

    /**
     * One objective.
     *
     * @param sli the name of the indicator
     * @param displayName empty where there is none
     * @param weight at least 1 unless the file says something below 0
     * @param isKeySli whether all fails where this objective fails
     * @param pass alternatives, one of which has to hold; without any the objective only informs
     * @param warning alternatives, one of which is enough for half of the weight
     * @param noData what becomes of it without a value; after the wait, where there is one
     * @param waiting how long its value is waited for, null if it is not
     * @param minSamples a value of fewer samples is none; 0 takes every value
     */
    public record Objective(
            String sli,
            String displayName,
            int weight,
            boolean isKeySli,
            List<CriteriaSet> pass,
            List<CriteriaSet> warning,
            NoData noData,
            @Nullable Wait waiting,
            long minSamples,
            SourcePosition position) {
        public Objective {
            pass = List.copyOf(pass);
            warning = List.copyOf(warning);
        }

        /** Whether the objective only informs and has no part in the score. */
        public boolean isInformational() {
            return pass.isEmpty();
        }

        /** The name for people: the display name, else that of the indicator. */
        public String label() {
            return displayName.isEmpty() ? sli : displayName;
        }
    }

    /**
     * A value that comes later.
     *
     * @param atMost since the provider was asked for the first time
     * @param every the pause between two questions
     */
    public record Wait(Duration atMost, Duration every) {

        /** Questions are events, and load for the provider. */
        static final int MOST_QUESTIONS = 100;
    }

    /** Criteria that have to hold all. */
    public record CriteriaSet(List<Criterion> criteria) {
        public CriteriaSet {
            criteria = List.copyOf(criteria);
        }
    }

    /**
     * The bands of the score, as written: percentages, the percent sign may be missing.
     *
     * @param pass empty where it is missing, which every evaluation ends with an error for
     * @param warning empty where there is no band between pass and fail
     */
    public record TotalScore(String pass, Optional<String> warning) {

        /** The number of a band: one percent sign at the end may be there, blanks may not; empty where it is no number. */
        public static OptionalDouble percentage(String text) {
            return GoFloat.parse(text.endsWith("%") ? text.substring(0, text.length() - 1) : text);
        }
    }
}

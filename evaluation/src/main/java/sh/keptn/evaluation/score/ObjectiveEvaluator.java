package sh.keptn.evaluation.score;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import sh.keptn.evaluation.criteria.Criterion;
import sh.keptn.evaluation.slo.Comparison;
import sh.keptn.evaluation.slo.Slo;

/** Decides one objective: its value against its criteria and the earlier values. */
final class ObjectiveEvaluator {

    static final String NO_VALUE = "no value received from SLI provider";

    private static final double SHARE_OF_WARNING = 0.5;

    private final Slo.Objective objective;
    private final @Nullable SliValue value;
    private final List<IndicatorResult.ComparedValue> comparedWith;
    private final double aggregate;

    ObjectiveEvaluator(
            Slo.Objective objective,
            Optional<SliValue> value,
            List<PreviousEvaluation> previous,
            Comparison comparison) {
        this.objective = objective;
        this.value = value.orElse(null);
        this.comparedWith = previous.stream()
                .flatMap(evaluation -> evaluation.values().stream()
                        .filter(earlier ->
                                earlier.isSuccess() && earlier.metric().equals(objective.sli()))
                        .map(earlier -> new IndicatorResult.ComparedValue(evaluation.id(), earlier.value())))
                .toList();
        this.aggregate = comparedWith.isEmpty()
                ? 0
                : comparison.aggregate(comparedWith.stream()
                        .map(IndicatorResult.ComparedValue::value)
                        .toList());
    }

    /** The reason why the criteria cannot be decided: the first one of {@code pass} that cannot be read. */
    Optional<String> problem() {
        return value == null || !value.isSuccess() ? Optional.empty() : firstUnreadable(objective.pass());
    }

    /** Decides the objective, which has no {@link #problem}. */
    IndicatorResult evaluate() {
        if (value == null || !value.isSuccess()) {
            return withoutValue();
        }
        Decision pass = decide(objective.pass(), value);
        // Keptn drops all of them for one that it cannot read.
        Decision warning = firstUnreadable(objective.warning()).isPresent()
                ? new Decision(false, List.of())
                : decide(objective.warning(), value);
        if (objective.isInformational()) {
            return result(Outcome.INFO, 0, value, aggregate, pass.targets, warning.targets, false);
        }
        Outcome status = pass.isSatisfied ? Outcome.PASS : warning.isSatisfied ? Outcome.WARNING : Outcome.FAIL;
        double score = status == Outcome.PASS
                ? objective.weight()
                : status == Outcome.WARNING ? SHARE_OF_WARNING * objective.weight() : 0;
        return result(status, score, value, aggregate, pass.targets, warning.targets, objective.isKeySli());
    }

    private IndicatorResult withoutValue() {
        boolean isInformational = objective.isInformational();
        SliValue missing = value != null || isInformational ? value : new SliValue(objective.sli(), 0, false, NO_VALUE);
        return result(
                isInformational ? Outcome.INFO : Outcome.FAIL,
                0,
                missing,
                0,
                violated(objective.pass()),
                violated(objective.warning()),
                false);
    }

    private IndicatorResult result(
            Outcome status,
            double score,
            @Nullable SliValue shown,
            double comparedValue,
            List<IndicatorResult.Target> pass,
            List<IndicatorResult.Target> warning,
            boolean isKeySli) {
        return new IndicatorResult(
                objective, status, score, shown, comparedValue, pass, warning, isKeySli, comparedWith);
    }

    private static Optional<String> firstUnreadable(List<Slo.CriteriaSet> sets) {
        return sets.stream()
                .flatMap(set -> set.criteria().stream())
                .filter(Criterion.Unreadable.class::isInstance)
                .map(criterion -> ((Criterion.Unreadable) criterion).reason())
                .findFirst();
    }

    private record Decision(boolean isSatisfied, List<IndicatorResult.Target> targets) {}

    /** One set is enough; all are looked at, because their targets are shown. */
    private Decision decide(List<Slo.CriteriaSet> sets, SliValue measured) {
        List<IndicatorResult.Target> targets = new ArrayList<>();
        boolean isOneSatisfied = false;
        for (int i = 0; i < sets.size(); i++) {
            boolean isSatisfied = true;
            for (Criterion criterion : sets.get(i).criteria()) {
                IndicatorResult.Target target = target((Criterion.Limit) criterion, measured.value(), i);
                targets.add(target);
                isSatisfied &= !target.isViolated();
            }
            isOneSatisfied |= isSatisfied;
        }
        return new Decision(isOneSatisfied, targets);
    }

    private IndicatorResult.Target target(Criterion.Limit limit, double measured, int set) {
        if (limit.isComparison() && comparedWith.isEmpty()) {
            return new IndicatorResult.Target(limit.text(), 0, false, set);
        }
        double target = limit.target(aggregate);
        return new IndicatorResult.Target(
                limit.text(), target, !limit.operator().holds(measured, target), set);
    }

    /** Without a value nothing holds, and a comparison shows the earlier value itself; what cannot be read is left out. */
    private List<IndicatorResult.Target> violated(List<Slo.CriteriaSet> sets) {
        List<IndicatorResult.Target> targets = new ArrayList<>();
        for (int i = 0; i < sets.size(); i++) {
            for (Criterion criterion : sets.get(i).criteria()) {
                if (criterion instanceof Criterion.Limit limit) {
                    targets.add(new IndicatorResult.Target(
                            limit.text(), limit.isComparison() ? aggregate : limit.value(), true, i));
                }
            }
        }
        return targets;
    }
}

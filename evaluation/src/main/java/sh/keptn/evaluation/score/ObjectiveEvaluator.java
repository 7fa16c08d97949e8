package sh.keptn.evaluation.score;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import sh.keptn.evaluation.criteria.Criterion;
import sh.keptn.evaluation.numbers.GoFloat;
import sh.keptn.evaluation.slo.Comparison;
import sh.keptn.evaluation.slo.NoData;
import sh.keptn.evaluation.slo.Slo;
import sh.keptn.evaluation.statistics.RankComparison;

/** Decides one objective: its value against its criteria and the earlier values. */
final class ObjectiveEvaluator {

    static final String NO_VALUE = "no value received from SLI provider";

    private static final String NONE = "no value";

    private static final int SHOWN_DIGITS = 4;

    private static final double SHARE_OF_WARNING = 0.5;

    private final Slo.Objective objective;
    private final @Nullable SliValue value;
    private final List<IndicatorResult.ComparedValue> comparedWith;
    private final double aggregate;
    private final List<Double> baseline;

    /** @param earlier values of its indicator */
    ObjectiveEvaluator(
            Slo.Objective objective,
            Optional<SliValue> value,
            List<EarlierValues.Earlier> earlier,
            Comparison comparison) {
        this.objective = objective;
        this.value = value.map(measured -> measured.ofAtLeast(objective.minSamples()))
                .orElse(null);
        List<EarlierValues.Earlier> counting = earlier.stream()
                .filter(each -> each.value().ofAtLeast(objective.minSamples()).isSuccess())
                .toList();
        this.comparedWith = counting.stream()
                .map(each -> new IndicatorResult.ComparedValue(
                        each.evaluation(), each.value().value()))
                .toList();
        this.baseline = counting.stream()
                .flatMap(each -> each.value().samples().values().stream())
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
            return result(Outcome.INFO, value, aggregate, pass.targets, warning.targets, false);
        }
        Outcome status = pass.isSatisfied ? Outcome.PASS : warning.isSatisfied ? Outcome.WARNING : Outcome.FAIL;
        return result(status, value, aggregate, pass.targets, warning.targets, objective.isKeySli());
    }

    private IndicatorResult withoutValue() {
        boolean isInformational = objective.isInformational();
        SliValue missing = value != null || isInformational ? value : new SliValue(objective.sli(), 0, false, NO_VALUE);
        return result(
                isInformational ? Outcome.INFO : withoutData(objective.noData()),
                missing,
                0,
                violated(objective.pass()),
                violated(objective.warning()),
                false);
    }

    private static Outcome withoutData(NoData noData) {
        return switch (noData) {
            case FAIL -> Outcome.FAIL;
            case WARNING -> Outcome.WARNING;
            case PASS -> Outcome.PASS;
        };
    }

    private double score(Outcome status) {
        return switch (status) {
            case PASS -> objective.weight();
            case WARNING -> SHARE_OF_WARNING * objective.weight();
            case FAIL, INFO -> 0;
        };
    }

    private IndicatorResult result(
            Outcome status,
            @Nullable SliValue shown,
            double comparedValue,
            List<IndicatorResult.Target> pass,
            List<IndicatorResult.Target> warning,
            boolean isKeySli) {
        return new IndicatorResult(
                objective, status, score(status), shown, comparedValue, pass, warning, isKeySli, comparedWith);
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
                IndicatorResult.Target target = target(criterion, measured, i);
                targets.add(target);
                isSatisfied &= !target.isViolated();
            }
            isOneSatisfied |= isSatisfied;
        }
        return new Decision(isOneSatisfied, targets);
    }

    private IndicatorResult.Target target(Criterion criterion, SliValue measured, int set) {
        if (criterion instanceof Criterion.NotWorse rule) {
            return target(rule, measured.samples().values(), set);
        }
        Criterion.Limit limit = (Criterion.Limit) criterion;
        if (limit.isComparison() && comparedWith.isEmpty()) {
            return new IndicatorResult.Target(limit, 0, false, set, "nothing to compare with");
        }
        double target = limit.target(aggregate);
        return new IndicatorResult.Target(limit, target, !limit.operator().holds(measured.value(), target), set, "");
    }

    /** Nothing to compare with is no reason to fail, as for relative limits; a value without samples proves nothing. */
    private IndicatorResult.Target target(Criterion.NotWorse rule, List<Double> samples, int set) {
        if (samples.isEmpty() || baseline.isEmpty()) {
            return new IndicatorResult.Target(
                    rule,
                    rule.effect(),
                    samples.isEmpty(),
                    set,
                    samples.isEmpty() ? "the value has no samples" : "nothing to compare with");
        }
        RankComparison worse =
                rule.isHigherWorse() ? RankComparison.of(samples, baseline) : RankComparison.of(baseline, samples);
        return new IndicatorResult.Target(
                rule,
                rule.effect(),
                worse.p() < rule.alpha() && worse.effect() >= rule.effect(),
                set,
                "p " + shown(worse.p()) + ", effect " + shown(worse.effect()) + ", " + samples.size()
                        + " samples against " + baseline.size());
    }

    /** The last digits of what was computed by series and logarithms are not the same on every machine. */
    private static String shown(double computed) {
        return GoFloat.format(
                new BigDecimal(computed).round(new MathContext(SHOWN_DIGITS)).doubleValue());
    }

    /** Without a value nothing holds, and a comparison shows the earlier value itself; what cannot be read is left out. */
    private List<IndicatorResult.Target> violated(List<Slo.CriteriaSet> sets) {
        List<IndicatorResult.Target> targets = new ArrayList<>();
        for (int i = 0; i < sets.size(); i++) {
            for (Criterion criterion : sets.get(i).criteria()) {
                if (criterion instanceof Criterion.Limit limit) {
                    targets.add(new IndicatorResult.Target(
                            limit, limit.isComparison() ? aggregate : limit.value(), true, i, NONE));
                } else if (criterion instanceof Criterion.NotWorse rule) {
                    targets.add(new IndicatorResult.Target(rule, rule.effect(), true, i, NONE));
                }
            }
        }
        return targets;
    }
}

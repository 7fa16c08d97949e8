package sh.keptn.evaluation.slo;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Stream;
import sh.keptn.diagnostics.Checked;
import sh.keptn.diagnostics.DiagnosticCode;
import sh.keptn.diagnostics.Findings;
import sh.keptn.diagnostics.KnownKeys;
import sh.keptn.diagnostics.YamlNode;
import sh.keptn.evaluation.criteria.Criterion;
import sh.keptn.evaluation.numbers.GoFloat;
import sh.keptn.events.GoDuration;

/**
 * Reads {@code slo.yaml}. What Keptn cannot read is an error; what it reads otherwise than the author means, or what ends every
 * evaluation, is a warning.
 */
public final class SloParser {

    private static final KnownKeys FILE_KEYS =
            KnownKeys.of("spec_version", "filter", "comparison", "objectives", "total_score");
    private static final KnownKeys COMPARISON_KEYS = KnownKeys.of(
            "compare_with", "include_result_with_score", "number_of_comparison_results", "aggregate_function");
    private static final KnownKeys OBJECTIVE_KEYS =
            KnownKeys.of("sli", "displayName", "pass", "warning", "weight", "key_sli", "noData", "wait", "minSamples");
    private static final KnownKeys WAIT_KEYS = KnownKeys.of("atMost", "every", "otherwise");
    private static final KnownKeys SET_KEYS = KnownKeys.of("criteria", "notWorse");
    private static final KnownKeys NOT_WORSE_KEYS = KnownKeys.of("worse", "alpha", "effect");
    private static final KnownKeys SCORE_KEYS = KnownKeys.of("pass", "warning");

    private static final double DEFAULT_ALPHA = 0.05;

    private static final String WAIT = "wait";
    private static final List<String> NO_DATA_WORDS =
            Stream.concat(NoData.words().stream(), Stream.of(WAIT)).toList();
    private static final Duration DEFAULT_WAIT = Duration.ofMinutes(10);
    private static final Duration LONGEST_WAIT = Duration.ofDays(1);

    /** How often is asked in the time of a wait that does not say it. */
    private static final int DEFAULT_QUESTIONS = 20;

    /** Where a difference stops to be small (Romano et al. 2006). */
    private static final double DEFAULT_EFFECT = 0.33;

    private static final List<String> TRUE = List.of("true", "yes", "on", "y");
    private static final List<String> FALSE = List.of("false", "no", "off", "n");

    private final Findings findings = new Findings();

    private SloParser() {}

    /** Reads a document. */
    public static Checked<Slo> parse(YamlNode root) {
        SloParser parser = new SloParser();
        Optional<Slo> slo = parser.findings
                .mapping(root, DiagnosticCode.DOCUMENT_NOT_A_MAPPING, "the document")
                .map(parser::slo);
        if (slo.isEmpty()) {
            return new Checked.Rejected<>(parser.findings.all());
        }
        if (root instanceof YamlNode.Mapping document) {
            new SloChecks(parser.findings).check(slo.get(), document);
        }
        return Checked.of(slo.get(), parser.findings.all());
    }

    private Slo slo(YamlNode.Mapping document) {
        FILE_KEYS.check(document, findings);
        List<Slo.Objective> objectives = new ArrayList<>();
        for (YamlNode item : findings.items(document, "objectives", DiagnosticCode.SLO_VALUE_INVALID)) {
            if (!item.isNull()) {
                findings.mapping(item, DiagnosticCode.SLO_VALUE_INVALID, "the objective")
                        .map(this::objective)
                        .ifPresent(objectives::add);
            }
        }
        return new Slo(
                text(document, "spec_version"),
                filter(document),
                mapping(document, "comparison").map(this::comparison).orElse(Comparison.NONE),
                objectives,
                mapping(document, "total_score").map(this::totalScore).orElse(new Slo.TotalScore("", Optional.empty())),
                document.position());
    }

    private Map<String, String> filter(YamlNode.Mapping document) {
        Map<String, String> filter = new LinkedHashMap<>();
        mapping(document, "filter")
                .ifPresent(entries ->
                        entries.entries().forEach(entry -> filter.put(entry.name(), text(entries, entry.name()))));
        return filter;
    }

    private Comparison comparison(YamlNode.Mapping block) {
        COMPARISON_KEYS.check(block, findings);
        int number = number(block, "number_of_comparison_results");
        String include = text(block, "include_result_with_score");
        String function = text(block, "aggregate_function");
        return new Comparison(
                text(block, "compare_with"),
                include.isEmpty() ? Comparison.ALL : include,
                number == 0 ? Comparison.DEFAULT_NUMBER : number,
                function.isEmpty() ? Comparison.AVERAGE : function);
    }

    private Slo.Objective objective(YamlNode.Mapping item) {
        OBJECTIVE_KEYS.check(item, findings);
        int weight = number(item, "weight");
        boolean waits = item.get("noData")
                .flatMap(YamlNode::asText)
                .filter(WAIT::equals)
                .isPresent();
        Optional<YamlNode.Mapping> wait = mapping(item, WAIT);
        wait.ifPresent(block -> checkWait(block, waits));
        return new Slo.Objective(
                text(item, "sli"),
                text(item, "displayName"),
                weight == 0 ? 1 : weight,
                isTrue(item, "key_sli"),
                sets(item, "pass"),
                sets(item, "warning"),
                waits
                        ? wait.map(block -> noData(block, "otherwise", NoData.words()))
                                .orElse(NoData.FAIL)
                        : noData(item, "noData", NO_DATA_WORDS),
                waits ? wait(wait) : null,
                minSamples(item),
                item.position());
    }

    private NoData noData(YamlNode.Mapping parent, String key, List<String> words) {
        String word = text(parent, key);
        return NoData.ofWord(word).orElseGet(() -> {
            parent.get(key)
                    .filter(YamlNode.Scalar.class::isInstance)
                    .ifPresent(node -> invalid(node, "`" + key + "`", "one of " + words));
            return NoData.FAIL;
        });
    }

    private void checkWait(YamlNode.Mapping block, boolean waits) {
        WAIT_KEYS.check(block, findings);
        if (!waits) {
            findings.add(
                    DiagnosticCode.SLO_VALUE_INVALID,
                    block.position(),
                    "`wait` says how long to wait, but the objective does not; write `noData: wait`");
        }
    }

    private Slo.Wait wait(Optional<YamlNode.Mapping> block) {
        Optional<Duration> said = block.flatMap(found -> duration(found, "atMost"));
        Duration atMost = said.orElse(DEFAULT_WAIT);
        if (atMost.compareTo(LONGEST_WAIT) > 0) {
            block.flatMap(found -> found.get("atMost")).ifPresent(node -> invalid(node, "`atMost`", "at most `24h`"));
        }
        Duration every =
                block.flatMap(found -> duration(found, "every")).orElseGet(() -> atMost.dividedBy(DEFAULT_QUESTIONS));
        if (every.multipliedBy(Slo.Wait.MOST_QUESTIONS).compareTo(atMost) < 0) {
            block.flatMap(found -> found.get("every"))
                    .ifPresent(node -> invalid(
                            node,
                            "`every`",
                            "a hundredth of `atMost` or more: a provider is asked " + Slo.Wait.MOST_QUESTIONS
                                    + " times at most"));
        }
        return new Slo.Wait(atMost, every);
    }

    /** A duration above zero; empty where it is missing or none. */
    private Optional<Duration> duration(YamlNode.Mapping block, String key) {
        String text = text(block, key);
        Optional<Duration> duration = GoDuration.of(text).filter(found -> !found.isZero() && !found.isNegative());
        if (duration.isEmpty()) {
            block.get(key)
                    .filter(YamlNode.Scalar.class::isInstance)
                    .ifPresent(node -> invalid(node, "`" + key + "`", "a duration such as `10m`"));
        }
        return duration;
    }

    private long minSamples(YamlNode.Mapping objective) {
        int number = number(objective, "minSamples");
        if (number < 0) {
            objective.get("minSamples").ifPresent(node -> invalid(node, "`minSamples`", "0 or more"));
        }
        return number;
    }

    private List<Slo.CriteriaSet> sets(YamlNode.Mapping objective, String key) {
        List<Slo.CriteriaSet> sets = new ArrayList<>();
        for (YamlNode item : findings.items(objective, key, DiagnosticCode.SLO_VALUE_INVALID)) {
            findings.mapping(item, DiagnosticCode.SLO_VALUE_INVALID, "an entry of `" + key + "`")
                    .map(this::set)
                    .ifPresent(sets::add);
        }
        return sets;
    }

    private Slo.CriteriaSet set(YamlNode.Mapping item) {
        SET_KEYS.check(item, findings);
        List<Criterion> criteria = new ArrayList<>();
        for (YamlNode entry : findings.items(item, "criteria", DiagnosticCode.SLO_VALUE_INVALID)) {
            if (entry instanceof YamlNode.Scalar) {
                criteria.add(Criterion.parse(entry.asText().orElse("")));
            } else {
                invalid(entry, "a criterion", "text such as `<=+10%`");
            }
        }
        mapping(item, "notWorse").map(this::notWorse).ifPresent(criteria::add);
        return new Slo.CriteriaSet(criteria);
    }

    private Criterion notWorse(YamlNode.Mapping block) {
        NOT_WORSE_KEYS.check(block, findings);
        String worse = text(block, "worse");
        if (block.get("worse").isEmpty()) {
            findings.add(
                    DiagnosticCode.SLO_VALUE_INVALID,
                    block.position(),
                    "`notWorse` does not say which values are worse; add `worse: higher` or `worse: lower`");
        } else if (!worse.equals("higher") && !worse.equals("lower")) {
            block.get("worse").ifPresent(node -> invalid(node, "`worse`", "`higher` or `lower`"));
        }
        return new Criterion.NotWorse(
                worse.equals("higher"), share(block, "alpha", DEFAULT_ALPHA), share(block, "effect", DEFAULT_EFFECT));
    }

    /** A number between 0 and 1. */
    private double share(YamlNode.Mapping block, String key, double otherwise) {
        Optional<YamlNode> node = block.get(key);
        OptionalDouble number =
                node.flatMap(YamlNode::asText).map(GoFloat::parse).orElse(OptionalDouble.empty());
        // Written so that it is true of NaN.
        if (node.isPresent() && !(number.isPresent() && number.getAsDouble() >= 0 && number.getAsDouble() <= 1)) {
            invalid(node.get(), "`" + key + "`", "a number from 0 to 1");
        }
        return number.orElse(otherwise);
    }

    private Slo.TotalScore totalScore(YamlNode.Mapping block) {
        SCORE_KEYS.check(block, findings);
        String warning = text(block, "warning");
        return new Slo.TotalScore(text(block, "pass"), Optional.of(warning).filter(text -> !text.isEmpty()));
    }

    private Optional<YamlNode.Mapping> mapping(YamlNode.Mapping parent, String key) {
        return parent.get(key)
                .flatMap(value -> findings.mapping(value, DiagnosticCode.SLO_VALUE_INVALID, "`" + key + "`"));
    }

    /** Text or a number as it is written; empty where it is missing. */
    private String text(YamlNode.Mapping parent, String key) {
        Optional<YamlNode> value = parent.get(key);
        if (value.isPresent() && !(value.get() instanceof YamlNode.Scalar)) {
            invalid(value.get(), "`" + key + "`", "text");
        }
        return value.flatMap(YamlNode::asText).orElse("");
    }

    /** A whole number, 0 where it is missing. Text in quotes is none, nor is a fraction, as in Keptn. */
    private int number(YamlNode.Mapping parent, String key) {
        Optional<YamlNode> node = parent.get(key);
        if (node.isEmpty()) {
            return 0;
        }
        Object value = node.get() instanceof YamlNode.Scalar scalar ? scalar.value() : null;
        if (value instanceof Long || value instanceof BigInteger || value instanceof Double) {
            try {
                return new BigDecimal(value.toString()).intValueExact();
            } catch (ArithmeticException | NumberFormatException e) {
                // No whole number, or none that fits: said below.
            }
        }
        invalid(node.get(), "`" + key + "`", "a whole number without quotes");
        return 0;
    }

    /** The words of YAML 1.1 are known, because Keptn's reader knows them. */
    private boolean isTrue(YamlNode.Mapping parent, String key) {
        Optional<YamlNode> node = parent.get(key);
        if (node.isEmpty()) {
            return false;
        }
        String word = node.get().asText().orElse("").toLowerCase(Locale.ROOT);
        if (!TRUE.contains(word) && !FALSE.contains(word)) {
            invalid(node.get(), "`" + key + "`", "`true` or `false`");
        }
        return TRUE.contains(word);
    }

    private void invalid(YamlNode node, String what, String expected) {
        findings.add(
                DiagnosticCode.SLO_VALUE_INVALID,
                node.position(),
                what + " is " + node.description() + ", expected " + expected);
    }
}

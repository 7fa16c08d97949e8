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
import java.util.regex.Pattern;
import java.util.stream.Stream;
import sh.keptn.diagnostics.Checked;
import sh.keptn.diagnostics.DiagnosticCode;
import sh.keptn.diagnostics.Findings;
import sh.keptn.diagnostics.YamlNode;
import sh.keptn.evaluation.criteria.Criterion;
import sh.keptn.evaluation.numbers.GoFloat;
import sh.keptn.events.GoDuration;

/**
 * Reads {@code slo.yaml}. What Keptn cannot read is an error; what it reads otherwise than the author means, or what ends every
 * evaluation, is a warning.
 */
public final class SloParser {

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

    private static final Pattern OCTAL = Pattern.compile("[-+]?0[0-7]+");
    private static final int OCTAL_RADIX = 8;

    private static final List<String> TRUE = List.of("true", "yes", "on", "y");
    private static final List<String> FALSE = List.of("false", "no", "off", "n");

    private final Findings findings = new Findings();

    private SloParser() {}

    /** Reads a document. */
    public static Checked<Slo> parse(YamlNode root) {
        SloParser parser = new SloParser();
        Optional<YamlNode.Mapping> document = parser.findings
                .mapping(root, DiagnosticCode.DOCUMENT_NOT_A_MAPPING, "the document")
                .map(mapping -> new SloKeys(parser.findings).spelled(mapping));
        if (document.isEmpty()) {
            return new Checked.Rejected<>(parser.findings.all());
        }
        Slo slo = parser.slo(document.get());
        new SloChecks(parser.findings).check(slo, document.get());
        return Checked.of(slo, parser.findings.all());
    }

    private Slo slo(YamlNode.Mapping document) {
        SloKeys.FILE.check(document, findings);
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
        SloKeys.COMPARISON.check(block, findings);
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
        SloKeys.OBJECTIVE.check(item, findings);
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
        SloKeys.WAIT.check(block, findings);
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
        SloKeys.SET.check(item, findings);
        List<Criterion> criteria = new ArrayList<>();
        for (YamlNode entry : findings.items(item, "criteria", DiagnosticCode.SLO_VALUE_INVALID)) {
            if (entry instanceof YamlNode.Scalar) {
                criteria.add(Criterion.parse(asText(entry)));
            } else {
                invalid(entry, "a criterion", "text such as `<=+10%`");
            }
        }
        mapping(item, "notWorse").map(this::notWorse).ifPresent(criteria::add);
        return new Slo.CriteriaSet(criteria);
    }

    private Criterion notWorse(YamlNode.Mapping block) {
        SloKeys.NOT_WORSE.check(block, findings);
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
        SloKeys.SCORE.check(block, findings);
        String warning = text(block, "warning");
        return new Slo.TotalScore(text(block, "pass"), Optional.of(warning).filter(text -> !text.isEmpty()));
    }

    private Optional<YamlNode.Mapping> mapping(YamlNode.Mapping parent, String key) {
        return parent.get(key)
                .flatMap(value -> findings.mapping(value, DiagnosticCode.SLO_VALUE_INVALID, "`" + key + "`"));
    }

    /** Text; empty where it is missing. */
    private String text(YamlNode.Mapping parent, String key) {
        Optional<YamlNode> value = parent.get(key);
        if (value.isPresent() && !(value.get() instanceof YamlNode.Scalar)) {
            invalid(value.get(), "`" + key + "`", "text");
        }
        return value.map(SloParser::asText).orElse("");
    }

    /** Where a text is expected, Keptn makes one of a number or boolean, of a fraction with the digits of 32 bits. */
    private static String asText(YamlNode node) {
        if (!(node instanceof YamlNode.Scalar scalar) || scalar.value() == null) {
            return "";
        } else if (scalar.value() instanceof Double number && Double.isFinite(number)) {
            return GoFloat.formatSingle(number);
        }
        return wholeNumber(scalar)
                .map(BigInteger::toString)
                .orElseGet(
                        () -> scalar.value() instanceof Boolean ? scalar.value().toString() : scalar.text());
    }

    /** A whole number that is written as one; to Keptn's reader, as to YAML 1.1, one that begins with 0 is octal. */
    private static Optional<BigInteger> wholeNumber(YamlNode.Scalar scalar) {
        if (!(scalar.value() instanceof Long) && !(scalar.value() instanceof BigInteger)) {
            return Optional.empty();
        }
        return Optional.of(
                OCTAL.matcher(scalar.text()).matches()
                        ? new BigInteger(scalar.text(), OCTAL_RADIX)
                        : new BigInteger(scalar.value().toString()));
    }

    /** A whole number, 0 where it is missing. Text in quotes is none, nor is a fraction, as in Keptn. */
    private int number(YamlNode.Mapping parent, String key) {
        Optional<YamlNode> node = parent.get(key);
        if (node.isEmpty()) {
            return 0;
        }
        if (node.get() instanceof YamlNode.Scalar scalar) {
            try {
                Optional<BigInteger> whole = wholeNumber(scalar);
                if (whole.isPresent()) {
                    return whole.get().intValueExact();
                } else if (scalar.value() instanceof Double value) {
                    return BigDecimal.valueOf(value).intValueExact();
                }
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

package sh.keptn.scenarios.http;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import sh.keptn.diagnostics.Checked;
import sh.keptn.diagnostics.DiagnosticCode;
import sh.keptn.diagnostics.Findings;
import sh.keptn.diagnostics.KnownKeys;
import sh.keptn.diagnostics.YamlNode;
import sh.keptn.evaluation.criteria.Criterion;
import sh.keptn.events.GoDuration;
import sh.keptn.scenarios.results.Indicator;
import sh.keptn.scenarios.results.IndicatorName;

/** Reads the file of an HTTP test, for example {@code tests/performance.yaml}. */
public final class HttpScenarioParser {

    /** A user is a thread. */
    private static final int MOST_USERS = 500;

    private static final int MOST_STEPS = 100;
    private static final int MOST_PER_SECOND = 10_000;

    private static final KnownKeys FILE_KEYS = KnownKeys.of(
            "apiVersion",
            "kind",
            "url",
            "users",
            "iterations",
            "duration",
            "rampUp",
            "rate",
            "timeout",
            "headers",
            "steps",
            "thresholds");
    private static final KnownKeys STEP_KEYS =
            KnownKeys.of("name", "method", "path", "headers", "body", "pause", "expect");
    private static final KnownKeys EXPECT_KEYS = KnownKeys.of("status", "bodyContains", "maxDuration");

    private static final List<String> METHODS = List.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS");
    private static final Pattern STATUS = Pattern.compile("[1-5]([0-9]{2}|xx)");
    private static final Pattern HEADER = Pattern.compile("[A-Za-z0-9!#$%&'*+.^_`|~-]+");

    /** What the client writes itself. */
    private static final List<String> OWN_HEADERS =
            List.of("connection", "content-length", "host", "transfer-encoding", "upgrade");

    private final Findings findings = new Findings();

    private HttpScenarioParser() {}

    /** Reads a document. */
    public static Checked<HttpScenario> parse(YamlNode root) {
        HttpScenarioParser parser = new HttpScenarioParser();
        Optional<HttpScenario> scenario = parser.findings
                .mapping(root, DiagnosticCode.DOCUMENT_NOT_A_MAPPING, "the document")
                .map(parser::scenario);
        return scenario.isEmpty()
                ? new Checked.Rejected<>(parser.findings.all())
                : Checked.of(scenario.get(), parser.findings.all());
    }

    private HttpScenario scenario(YamlNode.Mapping file) {
        FILE_KEYS.check(file, findings);
        int users = (int) whole(file, "users", MOST_USERS).orElse(1L).longValue();
        Optional<Duration> duration = duration(file, "duration", false);
        Optional<Long> iterations = whole(file, "iterations", Integer.MAX_VALUE);
        if (duration.isPresent() && iterations.isPresent()) {
            findings.add(
                    DiagnosticCode.TEST_VALUE_INVALID,
                    file.entry("iterations").orElseThrow().key().position(),
                    "the test has both `duration` and `iterations`; write one of them");
        }
        List<HttpScenario.Step> steps = steps(file);
        return new HttpScenario(
                text(file, "url").orElse(null),
                users,
                duration.isPresent() ? null : iterations.orElse((long) users),
                duration.orElse(null),
                duration(file, "rampUp", true).orElse(Duration.ZERO),
                rate(file),
                duration(file, "timeout", false).orElse(HttpScenario.DEFAULT_TIMEOUT),
                headers(file),
                steps,
                thresholds(file, steps));
    }

    private List<HttpScenario.Step> steps(YamlNode.Mapping file) {
        List<YamlNode> items = findings.items(file, "steps", DiagnosticCode.TEST_VALUE_INVALID);
        boolean isList =
                file.get("steps").map(node -> node instanceof YamlNode.Sequence).orElse(true);
        if (items.isEmpty() && isList) {
            findings.add(
                    DiagnosticCode.TEST_WITHOUT_STEPS,
                    file.entry("steps").map(entry -> entry.key().position()).orElse(file.position()),
                    "the test sends nothing; write `steps:` with a `path` for each request");
        } else if (items.size() > MOST_STEPS) {
            findings.add(
                    DiagnosticCode.TEST_VALUE_INVALID,
                    items.get(MOST_STEPS).position(),
                    "there are " + items.size() + " steps, at most " + MOST_STEPS + " are possible");
        }
        List<HttpScenario.Step> steps = new ArrayList<>();
        Set<String> names = new HashSet<>();
        for (YamlNode item : items) {
            Optional<YamlNode.Mapping> mapping = findings.mapping(item, DiagnosticCode.TEST_VALUE_INVALID, "the step");
            if (mapping.isPresent()) {
                HttpScenario.Step step = step(mapping.get());
                if (!names.add(step.name())) {
                    findings.add(
                            DiagnosticCode.TEST_STEP_DUPLICATE,
                            mapping.get().get("name").orElse(item).position(),
                            "another step is `" + step.name() + "` too; give this one a `name` of its own");
                }
                steps.add(step);
            }
        }
        return steps;
    }

    private HttpScenario.Step step(YamlNode.Mapping item) {
        STEP_KEYS.check(item, findings);
        String path = text(item, "path").orElse("");
        if (!path.isEmpty() && !path.startsWith("/")) {
            invalid(item.get("path").orElse(item), "`path`", "a path that begins with a slash");
        }
        String method =
                text(item, "method").map(word -> word.toUpperCase(Locale.ROOT)).orElse("GET");
        if (!METHODS.contains(method)) {
            invalid(item.get("method").orElse(item), "`method`", "one of " + String.join(", ", METHODS));
        }
        return new HttpScenario.Step(
                text(item, "name").orElse(method + " " + (path.isEmpty() ? "/" : path)),
                method,
                path,
                headers(item),
                item.get("body").map(HttpScenarioParser::body).orElse(null),
                duration(item, "pause", true).orElse(Duration.ZERO),
                item.get("expect")
                        .flatMap(node -> findings.mapping(node, DiagnosticCode.TEST_VALUE_INVALID, "`expect`"))
                        .map(this::expectation)
                        .orElse(new HttpScenario.Expectation(HttpScenario.Expectation.DEFAULT_STATUSES, null, null)));
    }

    private static @Nullable Object body(YamlNode node) {
        return node instanceof YamlNode.Scalar scalar ? scalar.text() : node.toValue();
    }

    private HttpScenario.Expectation expectation(YamlNode.Mapping item) {
        EXPECT_KEYS.check(item, findings);
        List<YamlNode> nodes = item.get("status")
                .map(node -> node instanceof YamlNode.Sequence list ? list.items() : List.of(node))
                .orElse(List.of());
        List<String> statuses = new ArrayList<>();
        for (YamlNode node : nodes) {
            String text = node.asText().orElse("");
            if (STATUS.matcher(text).matches()) {
                statuses.add(text);
            } else {
                invalid(node, "`status`", "a number such as 200, a class such as `2xx`, or a list of them");
            }
        }
        return new HttpScenario.Expectation(
                statuses.isEmpty() ? HttpScenario.Expectation.DEFAULT_STATUSES : statuses,
                text(item, "bodyContains").orElse(null),
                duration(item, "maxDuration", false).orElse(null));
    }

    private List<HttpScenario.Threshold> thresholds(YamlNode.Mapping file, List<HttpScenario.Step> steps) {
        List<HttpScenario.Threshold> thresholds = new ArrayList<>();
        file.get("thresholds")
                .flatMap(node -> findings.mapping(node, DiagnosticCode.TEST_VALUE_INVALID, "`thresholds`"))
                .ifPresent(mapping -> mapping.entries().forEach(entry -> {
                    Optional<IndicatorName> name = indicator(entry.key(), steps);
                    List<YamlNode> criteria =
                            entry.value() instanceof YamlNode.Sequence list ? list.items() : List.of(entry.value());
                    for (YamlNode node : criteria) {
                        Optional<Criterion.Limit> limit = limit(node, entry.name());
                        if (name.isPresent() && limit.isPresent()) {
                            thresholds.add(new HttpScenario.Threshold(entry.name(), name.get(), limit.get()));
                        }
                    }
                }));
        return thresholds;
    }

    private Optional<IndicatorName> indicator(YamlNode.Scalar key, List<HttpScenario.Step> steps) {
        Optional<IndicatorName> name = IndicatorName.parse(key.text());
        boolean hasStep = name.flatMap(IndicatorName::step)
                .map(step -> steps.stream().anyMatch(known -> known.name().equals(step)))
                .orElse(true);
        if (name.isEmpty() || !hasStep) {
            findings.add(
                    DiagnosticCode.TEST_INDICATOR_UNKNOWN,
                    key.position(),
                    name.isEmpty()
                            ? "`" + key.text() + "` is not measured, expected one of "
                                    + String.join(", ", Indicator.ids())
                                    + ", each with `.<step>` behind it for one step"
                            : "there is no step `" + name.get().step().orElse("") + "`; this test has "
                                    + steps.stream()
                                            .map(HttpScenario.Step::name)
                                            .toList());
            return Optional.empty();
        }
        return name;
    }

    private Optional<Criterion.Limit> limit(YamlNode node, String name) {
        Criterion criterion = Criterion.parse(node.asText().orElse(""));
        if (criterion instanceof Criterion.Limit limit && !limit.isComparison()) {
            return Optional.of(limit);
        }
        invalid(node, "the threshold of `" + name + "`", "an operator and a number, such as `<=500`");
        return Optional.empty();
    }

    private Map<String, String> headers(YamlNode.Mapping parent) {
        Map<String, String> headers = new LinkedHashMap<>();
        parent.get("headers")
                .flatMap(node -> findings.mapping(node, DiagnosticCode.TEST_VALUE_INVALID, "`headers`"))
                .ifPresent(mapping -> mapping.entries().forEach(entry -> header(entry, headers)));
        return headers;
    }

    private void header(YamlNode.Entry entry, Map<String, String> headers) {
        String name = entry.name();
        String value = entry.value().asText().orElse("");
        if (!HEADER.matcher(name).matches() || OWN_HEADERS.contains(name.toLowerCase(Locale.ROOT))) {
            invalid(entry.key(), "a header", "a name that HTTP allows and that is not set by the client itself");
        } else if (!(entry.value() instanceof YamlNode.Scalar) || value.chars().anyMatch(Character::isISOControl)) {
            invalid(entry.value(), "the header `" + name + "`", "text on one line");
        } else {
            headers.put(name, value);
        }
    }

    private @Nullable Double rate(YamlNode.Mapping file) {
        Optional<YamlNode> node = file.get("rate");
        Object value = node.map(YamlNode::toValue).orElse(null);
        double rate = value instanceof Number number ? number.doubleValue() : 0;
        if (node.isPresent() && !(rate > 0 && rate <= MOST_PER_SECOND)) {
            invalid(node.get(), "`rate`", "a number of iterations per second above 0, at most " + MOST_PER_SECOND);
        }
        return rate > 0 ? (Double) rate : null;
    }

    private Optional<Long> whole(YamlNode.Mapping parent, String key, long most) {
        Optional<YamlNode> node = parent.get(key);
        if (node.isPresent() && !(node.get().toValue() instanceof Long number && number >= 1 && number <= most)) {
            invalid(node.get(), "`" + key + "`", "a whole number from 1 to " + most);
            return Optional.empty();
        }
        return node.map(known -> (Long) known.toValue());
    }

    private Optional<Duration> duration(YamlNode.Mapping parent, String key, boolean isZeroAllowed) {
        Optional<YamlNode> node = parent.get(key);
        Optional<Duration> duration = node.flatMap(YamlNode::asText)
                .flatMap(GoDuration::of)
                .filter(found -> !found.isNegative() && (isZeroAllowed || !found.isZero()));
        if (node.isPresent() && duration.isEmpty()) {
            invalid(node.get(), "`" + key + "`", "a duration such as `500ms`, `30s` or `5m`");
        }
        return duration;
    }

    private Optional<String> text(YamlNode.Mapping parent, String key) {
        Optional<YamlNode> node = parent.get(key);
        if (node.isPresent() && !(node.get() instanceof YamlNode.Scalar)) {
            invalid(node.get(), "`" + key + "`", "text");
        }
        return node.flatMap(YamlNode::asText).filter(text -> !text.isBlank());
    }

    private void invalid(YamlNode node, String what, String expected) {
        findings.add(
                DiagnosticCode.TEST_VALUE_INVALID,
                node.position(),
                what + " is " + node.description() + ", expected " + expected);
    }
}

package sh.keptn.scenarios.jmeter;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import sh.keptn.diagnostics.Checked;
import sh.keptn.diagnostics.DiagnosticCode;
import sh.keptn.diagnostics.Findings;
import sh.keptn.diagnostics.KnownKeys;
import sh.keptn.diagnostics.YamlNode;

/** Reads {@code jmeter/jmeter.conf.yaml}. */
public final class WorkloadsParser {

    private static final KnownKeys FILE_KEYS = KnownKeys.of("spec_version", "workloads");
    private static final KnownKeys WORKLOAD_KEYS = KnownKeys.of(
            "teststrategy",
            "vuser",
            "loopcount",
            "thinktime",
            "script",
            "acceptederrorrate",
            "avgrtvalidation",
            "properties");

    private final Findings findings = new Findings();

    private WorkloadsParser() {}

    /** Reads a document. */
    public static Checked<Workloads> parse(YamlNode root) {
        WorkloadsParser parser = new WorkloadsParser();
        Optional<Workloads> workloads = parser.findings
                .mapping(root, DiagnosticCode.DOCUMENT_NOT_A_MAPPING, "the document")
                .map(parser::workloads);
        return workloads.isEmpty()
                ? new Checked.Rejected<>(parser.findings.all())
                : Checked.of(workloads.get(), parser.findings.all());
    }

    private Workloads workloads(YamlNode.Mapping file) {
        FILE_KEYS.check(file, findings);
        List<Workloads.Workload> workloads = new ArrayList<>();
        Set<String> strategies = new HashSet<>();
        for (YamlNode item : findings.items(file, "workloads", DiagnosticCode.WORKLOAD_VALUE_INVALID)) {
            Optional<YamlNode.Mapping> mapping =
                    findings.mapping(item, DiagnosticCode.WORKLOAD_VALUE_INVALID, "the workload");
            if (mapping.isPresent()) {
                Workloads.Workload workload = workload(mapping.get());
                if (!strategies.add(workload.strategy())) {
                    findings.add(
                            DiagnosticCode.WORKLOAD_NEVER_RUN,
                            mapping.get().get("teststrategy").orElse(item).position(),
                            "an earlier workload is for `" + workload.strategy()
                                    + "` too, so that this one is never run");
                }
                workloads.add(workload);
            }
        }
        return new Workloads(workloads);
    }

    private Workloads.Workload workload(YamlNode.Mapping item) {
        WORKLOAD_KEYS.check(item, findings);
        return new Workloads.Workload(
                required(item, "teststrategy"),
                required(item, "script"),
                (int) whole(item, "vuser"),
                (int) whole(item, "loopcount"),
                Duration.ofMillis(whole(item, "thinktime")),
                rate(item),
                Duration.ofMillis(whole(item, "avgrtvalidation")),
                properties(item));
    }

    private String required(YamlNode.Mapping item, String key) {
        Optional<YamlNode> node = item.get(key);
        if (node.isEmpty()) {
            findings.add(
                    DiagnosticCode.WORKLOAD_NEVER_RUN,
                    item.position(),
                    "the workload has no `" + key + "`, so that it is never run");
        } else if (!(node.get() instanceof YamlNode.Scalar)) {
            invalid(node.get(), key, "text");
        }
        return node.flatMap(YamlNode::asText).orElse("");
    }

    /** 0 where it is missing, as in Keptn. */
    private long whole(YamlNode.Mapping item, String key) {
        Optional<YamlNode> node = item.get(key);
        if (node.isPresent()
                && !(node.get().toValue() instanceof Long number && number >= 0 && number <= Integer.MAX_VALUE)) {
            invalid(node.get(), key, "a whole number");
            return 0;
        }
        return node.map(known -> (Long) known.toValue()).orElse(0L);
    }

    private double rate(YamlNode.Mapping item) {
        Optional<YamlNode> node = item.get("acceptederrorrate");
        if (node.isEmpty()) {
            return 0;
        }
        if (!(node.get().toValue() instanceof Number number) || number.doubleValue() < 0) {
            invalid(node.get(), "acceptederrorrate", "a number from 0 to 1");
            return 0;
        }
        if (number.doubleValue() > 1) {
            findings.add(
                    DiagnosticCode.WORKLOAD_ACCEPTS_ALL_ERRORS,
                    node.get().position(),
                    "1 accepts any number of errors, so does " + number + "; 10 percent are written 0.1");
        }
        return number.doubleValue();
    }

    private Map<String, String> properties(YamlNode.Mapping item) {
        Map<String, String> properties = new LinkedHashMap<>();
        item.get("properties")
                .flatMap(node -> findings.mapping(node, DiagnosticCode.WORKLOAD_VALUE_INVALID, "`properties`"))
                .ifPresent(mapping -> mapping.entries().forEach(entry -> {
                    if (entry.value() instanceof YamlNode.Scalar) {
                        properties.put(entry.name(), entry.value().asText().orElse(""));
                    } else {
                        invalid(entry.value(), entry.name(), "text");
                    }
                }));
        return properties;
    }

    private void invalid(YamlNode node, String key, String expected) {
        findings.add(
                DiagnosticCode.WORKLOAD_VALUE_INVALID,
                node.position(),
                "`" + key + "` is " + node.description() + ", expected " + expected);
    }
}

package sh.keptn.translator;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import sh.keptn.diagnostics.YamlNode;

/** The kinds of files that a project consists of. */
public enum FileKind {
    SHIPYARD,
    UNIFORM,
    SLO,
    SLI,
    REMEDIATION,
    WEBHOOK,
    TEST,
    JMETER,
    CONNECTIONS;

    /** Marks below {@code spec} or at the top, the more telling ones first. */
    private static final List<String> REMEDIATION_MARKS = List.of("remediations");

    private static final List<String> WEBHOOK_MARKS = List.of("webhooks");
    private static final List<String> SLO_MARKS = List.of("objectives", "total_score", "comparison");
    private static final List<String> SLI_MARKS = List.of("indicators");
    private static final List<String> TEST_MARKS = List.of("steps");
    private static final List<String> JMETER_MARKS = List.of("workloads");
    private static final List<String> CONNECTIONS_MARKS = List.of("triggers", "forwards");

    /** The lower-case word that users and JSON see. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The kind of a word, case ignored. */
    public static Optional<FileKind> ofWord(String word) {
        return Arrays.stream(values())
                .filter(kind -> kind.word().equalsIgnoreCase(word))
                .findFirst();
    }

    /**
     * The kind of a document: by its stages or services, else by other marks, else by {@code kind} or {@code type}, else by
     * marks that other files may have too, else by its file name.
     */
    static FileKind of(String file, YamlNode root) {
        return ofMarks(root).or(() -> ofKey(root)).or(() -> ofSharedMarks(root)).orElseGet(() -> ofName(file));
    }

    /** By the base name, case ignored; a shipyard where it says nothing. */
    static FileKind ofName(String file) {
        String base = file.substring(Math.max(file.lastIndexOf('/'), file.lastIndexOf('\\')) + 1)
                .toLowerCase(Locale.ROOT);
        return List.of(UNIFORM, SLO, SLI, REMEDIATION, WEBHOOK, JMETER, CONNECTIONS).stream()
                .filter(kind -> base.contains(kind.word()))
                .findFirst()
                .orElse(SHIPYARD);
    }

    private static Optional<FileKind> ofMarks(YamlNode root) {
        if (has(root, List.of("stages"))) {
            return Optional.of(SHIPYARD);
        } else if (has(root, List.of("services"))) {
            return Optional.of(UNIFORM);
        } else if (has(root, REMEDIATION_MARKS)) {
            return Optional.of(REMEDIATION);
        } else if (has(root, WEBHOOK_MARKS)) {
            return Optional.of(WEBHOOK);
        } else if (has(root, SLO_MARKS)) {
            return Optional.of(SLO);
        }
        return has(root, SLI_MARKS) ? Optional.of(SLI) : Optional.empty();
    }

    private static Optional<FileKind> ofSharedMarks(YamlNode root) {
        if (has(root, TEST_MARKS)) {
            return Optional.of(TEST);
        } else if (has(root, JMETER_MARKS)) {
            return Optional.of(JMETER);
        }
        return has(root, CONNECTIONS_MARKS) ? Optional.of(CONNECTIONS) : Optional.empty();
    }

    private static boolean has(YamlNode root, List<String> keys) {
        return root instanceof YamlNode.Mapping document
                && keys.stream()
                        .anyMatch(key -> document.entry(key).isPresent()
                                || document.get("spec")
                                        .filter(spec -> spec instanceof YamlNode.Mapping mapping
                                                && mapping.entry(key).isPresent())
                                        .isPresent());
    }

    private static Optional<FileKind> ofKey(YamlNode root) {
        return root instanceof YamlNode.Mapping document
                ? document.get("kind")
                        .or(() -> document.get("type"))
                        .flatMap(YamlNode::asText)
                        .flatMap(word -> word.equalsIgnoreCase("WebhookConfig") ? Optional.of(WEBHOOK) : ofWord(word))
                : Optional.empty();
    }
}

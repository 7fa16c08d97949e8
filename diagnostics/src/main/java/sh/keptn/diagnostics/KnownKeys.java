package sh.keptn.diagnostics;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;

/**
 * The keys that a mapping may have. Others mean nothing and are passed over, as in Keptn; one that looks like a known key is
 * reported, because its author meant that one.
 */
public final class KnownKeys {

    /** Words that people write for a key and that are not almost equal to it. */
    private static final Map<String, String> SYNONYMS =
            Map.of("onFail", "onFailure", "onFailed", "onFailure", "onError", "onFailure", "always", "finally");

    private static final int MOST_EDITS = 2;

    /** Shorter keys are too like each other. */
    private static final int SHORTEST = 4;

    private final List<String> keys;

    private KnownKeys(List<String> keys) {
        this.keys = keys;
    }

    /** The keys of one kind of mapping. */
    public static KnownKeys of(String... keys) {
        return new KnownKeys(List.of(keys));
    }

    /** Reports the keys of a mapping that are misspelled. */
    public void check(YamlNode.Mapping mapping, Findings findings) {
        for (YamlNode.Entry entry : mapping.entries()) {
            if (!keys.contains(entry.name())) {
                meant(entry.name())
                        .filter(key -> mapping.entry(key).isEmpty())
                        .ifPresent(key -> findings.add(
                                DiagnosticCode.KEY_MISSPELLED,
                                entry.key().position(),
                                "`" + entry.name() + "` means nothing and is passed over; write `" + key + "`"));
            }
        }
    }

    /**
     * The mapping with its keys spelled as they are known here, for readers that do not tell capital letters from small ones; such keys
     * are reported. Where a key stands there as it should, others that differ from it in case stay as they are.
     *
     * @param values what becomes of the value of a key
     */
    public YamlNode.Mapping spelled(
            YamlNode.Mapping mapping, Findings findings, BiFunction<String, YamlNode, YamlNode> values) {
        List<YamlNode.Entry> entries = new ArrayList<>();
        for (YamlNode.Entry entry : mapping.entries()) {
            String name = entry.name();
            String key = keys.stream()
                    .filter(known ->
                            known.equalsIgnoreCase(name) && mapping.entry(known).isEmpty())
                    .findFirst()
                    .orElse(name);
            if (!key.equals(name)) {
                findings.add(
                        DiagnosticCode.KEY_MISSPELLED,
                        entry.key().position(),
                        "`" + name + "` is read as `" + key + "`; write `" + key + "`");
            }
            entries.add(new YamlNode.Entry(
                    new YamlNode.Scalar(key, key, entry.key().position()), values.apply(key, entry.value())));
        }
        return new YamlNode.Mapping(entries, mapping.position());
    }

    private Optional<String> meant(String name) {
        String synonym = SYNONYMS.get(name);
        if (synonym != null && keys.contains(synonym)) {
            return Optional.of(synonym);
        }
        return keys.stream()
                .filter(key -> key.length() >= SHORTEST && name.length() >= SHORTEST)
                .filter(key -> edits(letters(name), letters(key)) <= (key.length() > SHORTEST ? MOST_EDITS : 1))
                .findFirst();
    }

    private static String letters(String name) {
        return name.toLowerCase(Locale.ROOT).replaceAll("[-_ ]", "");
    }

    /** How many letters have to be put in, left out or replaced; more than two are not counted exactly. */
    private static int edits(String one, String other) {
        if (Math.abs(one.length() - other.length()) > MOST_EDITS) {
            return MOST_EDITS + 1;
        }
        int[] before = new int[other.length() + 1];
        for (int j = 0; j < before.length; j++) {
            before[j] = j;
        }
        for (int i = 1; i <= one.length(); i++) {
            int[] now = new int[before.length];
            now[0] = i;
            for (int j = 1; j < now.length; j++) {
                int replaced = before[j - 1] + (one.charAt(i - 1) == other.charAt(j - 1) ? 0 : 1);
                now[j] = Math.min(replaced, 1 + Math.min(before[j], now[j - 1]));
            }
            before = now;
        }
        return before[other.length()];
    }
}

package sh.keptn.diagnostics;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.ConstructNode;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.common.ScalarStyle;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/** Turns the engine's nodes into ours. Counts nodes as often as aliases name them, so that no document explodes later. */
final class YamlNodes {

    private static final int MAX_NODES = 300_000;

    /** Beyond it, turning digits to a number takes longer than anyone waits. */
    private static final int LONGEST_NUMBER = 300;

    private static final String MERGE = "<<";

    /** Duplicate keys of one mapping that are reported; a generated file may have a hundred thousand. */
    static final int MAX_DUPLICATES = 100;

    private final String file;
    private final Map<Tag, ConstructNode> constructors;
    private final IdentityHashMap<Node, Boolean> open = new IdentityHashMap<>();
    private final List<Diagnostic> findings = new ArrayList<>();
    private int nodes;

    YamlNodes(String file, LoadSettings settings) {
        this.file = file;
        this.constructors = settings.getSchema().getSchemaTagConstructors();
    }

    /** Marks count from 0, positions from 1; both count columns in code points. */
    static SourcePosition position(String file, Mark mark) {
        return new SourcePosition(file, mark.getLine() + 1, mark.getColumn() + 1);
    }

    /** Duplicate keys, each once: all of them in one run, but for mappings that have very many. */
    List<Diagnostic> findings() {
        return findings.stream().distinct().toList();
    }

    YamlNode convert(Node node) {
        nodes++;
        if (nodes > MAX_NODES) {
            throw refused(
                    node, "the document has more than " + MAX_NODES + " nodes, those that aliases repeat counted");
        }
        if (node instanceof ScalarNode scalar) {
            return scalar(scalar);
        }
        if (open.put(node, true) != null) {
            throw refused(node, "the alias of this collection stands inside of it");
        }
        if (open.size() > YamlReader.MAX_DEPTH) {
            throw refused(node, "with its aliases the document nests deeper than " + YamlReader.MAX_DEPTH + " levels");
        }
        YamlNode converted = node instanceof MappingNode mapping ? mapping(mapping) : sequence((SequenceNode) node);
        open.remove(node);
        return converted;
    }

    private YamlNode mapping(MappingNode node) {
        requireTag(node, Tag.MAP);
        Map<String, YamlNode.Entry> entries = new LinkedHashMap<>();
        Map<String, SourcePosition> keys = new HashMap<>();
        List<YamlNode.Mapping> merged = List.of();
        int duplicates = 0;
        for (NodeTuple tuple : node.getValue()) {
            if (!(tuple.getKeyNode() instanceof ScalarNode keyNode)) {
                throw refused(tuple.getKeyNode(), "a key is a collection, expected text");
            }
            YamlNode.Scalar key = scalar(keyNode);
            SourcePosition first = keys.putIfAbsent(key.text(), key.position());
            YamlNode value = convert(tuple.getValueNode());
            if (first != null) {
                duplicates++;
                if (duplicates <= MAX_DUPLICATES) {
                    reportDuplicate(key, first, duplicates);
                }
            } else if (isMerge(keyNode)) {
                merged = merged(value, tuple.getValueNode());
            } else {
                entries.put(key.text(), new YamlNode.Entry(key, value));
            }
        }
        // What the mapping says itself counts more than what it merges, and that more than what it merges later.
        merged.forEach(mapping -> mapping.entries().forEach(entry -> entries.putIfAbsent(entry.name(), entry)));
        return new YamlNode.Mapping(List.copyOf(entries.values()), position(node));
    }

    private void reportDuplicate(YamlNode.Scalar key, SourcePosition first, int duplicates) {
        String message = "the key `" + key.text() + "` is already on line " + first.line() + "; remove one of them";
        String rest = duplicates < MAX_DUPLICATES ? "" : "; further double keys of this mapping are not listed";
        findings.add(Diagnostic.of(DiagnosticCode.YAML_SYNTAX, key.position(), message + rest));
    }

    /** The merge key of YAML 1.1, which Keptn's reader knows too; quoted it is a key like any other. */
    private static boolean isMerge(ScalarNode key) {
        return key.getScalarStyle() == ScalarStyle.PLAIN && key.getValue().equals(MERGE);
    }

    private static List<YamlNode.Mapping> merged(YamlNode value, Node node) {
        List<YamlNode> items = value instanceof YamlNode.Sequence list ? list.items() : List.of(value);
        List<YamlNode.Mapping> mappings = new ArrayList<>();
        for (YamlNode item : items) {
            if (!(item instanceof YamlNode.Mapping mapping)) {
                throw refused(node, "`<<` merges " + item.description() + ", expected a mapping or a list of mappings");
            }
            mappings.add(mapping);
        }
        return mappings;
    }

    private YamlNode sequence(SequenceNode node) {
        requireTag(node, Tag.SEQ);
        List<YamlNode> items = new ArrayList<>();
        node.getValue().forEach(item -> items.add(convert(item)));
        return new YamlNode.Sequence(items, position(node));
    }

    private YamlNode.Scalar scalar(ScalarNode node) {
        if (node.getTag().equals(Tag.STR)) {
            return new YamlNode.Scalar(node.getValue(), node.getValue(), position(node));
        }
        ConstructNode constructor = constructors.get(node.getTag());
        // Bytes have no place in JSON, and so in no event.
        if (constructor == null || node.getTag().equals(Tag.BINARY)) {
            throw refused(node, "the tag `" + node.getTag().getValue() + "` is not known here; leave it out");
        }
        boolean isNumber = node.getTag().equals(Tag.INT) || node.getTag().equals(Tag.FLOAT);
        if (isNumber && node.getValue().length() > LONGEST_NUMBER) {
            throw refused(node, "a number is longer than " + LONGEST_NUMBER + " characters; put it into quotes");
        }
        try {
            return new YamlNode.Scalar(node.getValue(), plain(constructor.construct(node)), position(node));
        } catch (NumberFormatException e) {
            throw refused(node, "`" + node.getValue() + "` is not a number");
        }
    }

    private static @Nullable Object plain(@Nullable Object value) {
        if (value instanceof Integer number) {
            return number.longValue();
        } else if (value instanceof BigInteger big && big.bitLength() < Long.SIZE) {
            return big.longValue();
        }
        return value;
    }

    private static void requireTag(Node node, Tag expected) {
        if (!node.getTag().equals(expected)) {
            throw refused(node, "the tag `" + node.getTag().getValue() + "` is not known here; leave it out");
        }
    }

    private SourcePosition position(Node node) {
        return node.getStartMark().map(mark -> position(file, mark)).orElse(SourcePosition.startOf(file));
    }

    private static YamlRefusedException refused(Node node, String reason) {
        return new YamlRefusedException(reason, node.getStartMark());
    }
}

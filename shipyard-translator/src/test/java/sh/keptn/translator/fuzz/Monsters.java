package sh.keptn.translator.fuzz;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Files that are meant to do harm, or are far beyond what anybody writes. */
final class Monsters {

    private static final String HEAD = "apiVersion: spec.keptn.sh/0.2.3\nkind: Shipyard\nspec:\n  stages:\n";

    private final Map<String, byte[]> all = new LinkedHashMap<>();

    private Monsters() {
        aliasBombs();
        nesting();
        sizes();
        encodings();
        names();
        triggers();
    }

    /** All of them by name. */
    static Map<String, byte[]> all() {
        return new Monsters().all;
    }

    /** Each alias stands for some of the one before, in lists, in mappings as key or value, or merged. */
    private void aliasBombs() {
        List<String> shapes = List.of(
                "a%d: &a%d [*a%3$d, *a%3$d]",
                "a%d: &a%d {x: *a%3$d, y: *a%3$d}",
                "a%d: &a%d [[*a%3$d], {x: *a%3$d}]",
                "a%d: &a%d {<<: *a%3$d, x: *a%3$d}",
                "a%d: &a%d {? *a%3$d : *a%3$d}",
                "a%d: &a%d [*a%3$d, *a%2$d]");
        for (int shape = 0; shape < shapes.size(); shape++) {
            for (int levels : new int[] {3, 10, 30, 99, 500}) {
                String format = shapes.get(shape);
                String bomb = lines(levels, level -> format.formatted(level + 1, level + 1, level));
                add(
                        "alias bomb " + shape + " with " + levels + " levels",
                        "a0: &a0 {x: y}\n" + bomb + "spec: {stages: *a" + levels + "}\n");
            }
        }
    }

    private void nesting() {
        for (String open : List.of("[", "{a: ", "- ", "? ", "a:\n ", "[{a: [", "!!map {", "&a [")) {
            add("nested " + open.strip(), open.repeat(100_000));
        }
        add("nested by indentation", lines(2_000, level -> " ".repeat(level) + "a:"));
        add(
                "nested workflows",
                "version: 0.1.3\nstages:\n- name: dev\n  workflows:\n    delivery:\n"
                        + lines(
                                40,
                                level -> " ".repeat(4 + 4 * level) + "- release:\n" + " ".repeat(8 + 4 * level)
                                        + "workflow:"));
    }

    private void sizes() {
        add("ten megabytes of a word", "a".repeat(10_000_000));
        add("ten megabytes of lines", "- a\n".repeat(2_500_000));
        add("ten megabytes of comments", "# a\n".repeat(2_500_000));
        add("three megabytes of keys", lines(190_000, key -> "key" + key + ": v"));
        add(
                "a thousand stages",
                HEAD
                        + lines(
                                1_000,
                                stage -> "  - {name: s" + stage
                                        + ", sequences: [{name: d, tasks: [{name: a}, {name: b}, {name: c}]}]}"));
        add(
                "a thousand tasks",
                HEAD + "  - name: dev\n    sequences:\n    - name: d\n      tasks:\n"
                        + lines(1_000, task -> "      - name: t" + task));
        add(
                "a thousand tasks of one name",
                HEAD + "  - name: dev\n    sequences:\n    - name: d\n      tasks:\n"
                        + lines(1_000, task -> "      - name: test"));
        add(
                "a thousand branches",
                HEAD + "  - name: dev\n    sequences:\n    - name: d\n      tasks:\n      - parallel:\n"
                        + lines(1_000, task -> "        - name: t" + task));
        add(
                "a thousand services",
                "apiVersion: keptn.sh/v1\nkind: Uniform\nspec:\n  services:\n"
                        + lines(
                                1_000,
                                service -> "  - {name: s" + service
                                        + ", command: [x], events: [test.triggered], selector: {matchExpressions: [{key: a,"
                                        + " operator: NotIn, values: [" + service + ", b]}]}}"));
        add(
                "a selector with a thousand values",
                "apiVersion: keptn.sh/v1\nkind: Uniform\nspec:\n  services:\n  - name: s\n"
                        + "    command: [x]\n    events: [test.triggered]\n    selector:\n      matchExpressions:\n"
                        + lines(
                                1_000,
                                key -> "      - {key: k" + key % 20 + ", operator: NotIn, values: [v" + key + "]}"));
    }

    private void encodings() {
        String shipyard = HEAD + "  - {name: dév, sequences: [{name: d, tasks: [{name: tâche}]}]}\n";
        for (String name : List.of("UTF-16", "UTF-16LE", "UTF-16BE", "UTF-32", "ISO-8859-1", "windows-1252")) {
            all.put("in " + name, shipyard.getBytes(Charset.forName(name)));
        }
        add("with a byte order mark", "\uFEFF" + shipyard);
        add("with two byte order marks", "\uFEFF\uFEFF" + shipyard);
        add("with Windows' line ends", shipyard.replace("\n", "\r\n"));
        add("with old Macs' line ends", shipyard.replace("\n", "\r"));
        add("with Unicode's line ends", shipyard.replace("\n", "\u2028"));
        all.put("nothing but zeros", new byte[1_000]);
        all.put("an unpaired surrogate", new byte[] {'a', ':', ' ', (byte) 0xED, (byte) 0xA0, (byte) 0x80});
        all.put("empty", new byte[0]);
    }

    private void names() {
        for (String name : List.of(
                "n".repeat(300),
                "\uD83D\uDE00".repeat(300),
                "-".repeat(300),
                "a.".repeat(150),
                "\u0301".repeat(300),
                "../".repeat(100),
                "%s%n".repeat(75),
                "${DispatchTask}",
                "{% $states.input %}",
                "\\\"'`$(x)",
                "\u202E\u0000")) {
            String quoted = "\"" + name.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
            String label = "named "
                    + name.codePoints().limit(12).mapToObj(Integer::toHexString).collect(Collectors.joining(" "));
            add(
                    label,
                    HEAD + "  - {name: " + quoted + ", sequences: [{name: " + quoted + ", triggeredOn: [{event: "
                            + quoted + "}], tasks: [{name: " + quoted + ", properties: {" + quoted + ": " + quoted
                            + "}}]}]}\n");
        }
    }

    private void triggers() {
        add(
                "triggers in a circle",
                HEAD
                        + lines(
                                200,
                                stage -> "  - {name: s" + stage + ", sequences: [{name: d, triggeredOn: [" + "{event: s"
                                        + (stage + 1) % 200 + ".d.finished}], tasks: [{name: a}]}]}"));
        add(
                "everything triggers everything",
                HEAD + "  - name: dev\n    sequences:\n"
                        + lines(
                                60,
                                sequence -> "    - {name: q"
                                        + sequence + ", triggeredOn: ["
                                        + IntStream.range(0, 60)
                                                .mapToObj(other -> "{event: dev.q" + other + ".finished}")
                                                .collect(Collectors.joining(", "))
                                        + "], tasks: [{name: a}]}"));
        add(
                "a sequence that triggers itself",
                HEAD + "  - {name: dev, sequences: [{name: d, triggeredOn: [{event:"
                        + " dev.d.finished}], tasks: [{name: a}]}]}\n");
    }

    private void add(String name, String text) {
        all.put(name, text.getBytes(StandardCharsets.UTF_8));
    }

    private static String lines(int count, IntFunction<String> line) {
        return IntStream.range(0, count).mapToObj(line).collect(Collectors.joining("\n", "", "\n"));
    }
}

package sh.keptn.translator.fuzz;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/** Ways to spoil a file. */
enum Mutation {
    FLIP_BYTES {
        @Override
        byte[] apply(byte[] file, byte[] other, Random random) {
            byte[] spoilt = file.clone();
            for (int i = 1 + random.nextInt(8); i > 0 && spoilt.length > 0; i--) {
                spoilt[random.nextInt(spoilt.length)] = (byte) random.nextInt(256);
            }
            return spoilt;
        }
    },
    CUT {
        @Override
        byte[] apply(byte[] file, byte[] other, Random random) {
            return Arrays.copyOf(file, random.nextInt(file.length + 1));
        }
    },
    MOVE_LINES {
        @Override
        List<String> apply(List<String> lines, List<String> other, Random random) {
            Collections.rotate(part(lines, random), random.nextInt(5) - 2);
            return lines;
        }
    },
    REPEAT_LINES {
        @Override
        List<String> apply(List<String> lines, List<String> other, Random random) {
            lines.addAll(random.nextInt(lines.size() + 1), List.copyOf(part(lines, random)));
            return lines;
        }
    },
    DROP_LINES {
        @Override
        List<String> apply(List<String> lines, List<String> other, Random random) {
            part(lines, random).clear();
            return lines;
        }
    },
    MIX_FILES {
        @Override
        List<String> apply(List<String> lines, List<String> other, Random random) {
            lines.addAll(random.nextInt(lines.size() + 1), part(other, random));
            return lines;
        }
    },
    INDENT {
        @Override
        List<String> apply(List<String> lines, List<String> other, Random random) {
            String blanks = " ".repeat(1 + random.nextInt(4));
            part(lines, random)
                    .replaceAll(line -> random.nextBoolean()
                            ? blanks + line
                            : line.startsWith(blanks) ? line.substring(blanks.length()) : line);
            return lines;
        }
    },
    RENAME_KEYS {
        @Override
        List<String> apply(List<String> lines, List<String> other, Random random) {
            String key = KEYS.get(random.nextInt(KEYS.size()));
            part(lines, random).replaceAll(line -> line.replaceFirst("[A-Za-z]+:", key + ":"));
            return lines;
        }
    },
    SWAP_VALUES {
        @Override
        List<String> apply(List<String> lines, List<String> other, Random random) {
            String value = VALUES.get(random.nextInt(VALUES.size()));
            part(lines, random).replaceAll(line -> line.replaceFirst(":(\\s.*)?$", ": " + value.replace("$", "\\$")));
            return lines;
        }
    };

    private static final List<String> KEYS = List.of(
            "name",
            "stages",
            "sequences",
            "tasks",
            "triggeredOn",
            "event",
            "selector",
            "match",
            "properties",
            "parallel",
            "onFailure",
            "finally",
            "timeout",
            "triggeredAfter",
            "workflow",
            "workflows",
            "listen",
            "pull",
            "spec",
            "version",
            "apiVersion",
            "kind",
            "services",
            "events",
            "matchLabels",
            "matchExpressions",
            "operator",
            "values",
            "filter",
            "command",
            "hook",
            "image",
            "env",
            "actions",
            "remediation_strategy");

    private static final List<String> VALUES = List.of(
            "",
            "~",
            "[]",
            "{}",
            "[[], {}, ~]",
            "\"\"",
            "-1",
            "99999999999999999999",
            "1e400",
            ".nan",
            "true",
            "*a",
            "&a b",
            "!!binary aGk=",
            "!x y",
            "'{% $states.input %}'",
            "\"\\u0000\"",
            "|",
            ">-",
            "{a: {a: {a: {a: a}}}}",
            "a.b.c.finished",
            "dev.delivery.finished",
            "<<",
            "{<<: {a: b}}",
            "\uD83D\uDE00",
            "9999999h",
            "-5m",
            "\"*\"",
            "x".repeat(300));

    byte[] apply(byte[] file, byte[] other, Random random) {
        List<String> lines = apply(lines(file), lines(other), random);
        return String.join("\n", lines).getBytes(StandardCharsets.UTF_8);
    }

    List<String> apply(List<String> lines, List<String> other, Random random) {
        throw new IllegalStateException(this + " works on bytes");
    }

    private static List<String> lines(byte[] file) {
        return new ArrayList<>(new String(file, StandardCharsets.UTF_8).lines().toList());
    }

    /** Some lines in a row, mostly few; a view, so that changing it changes the whole. */
    private static List<String> part(List<String> lines, Random random) {
        int from = random.nextInt(lines.size() + 1);
        int length = random.nextInt(random.nextInt(8) == 0 ? lines.size() + 1 : 4);
        return lines.subList(from, Math.min(lines.size(), from + length));
    }
}

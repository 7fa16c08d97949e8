package sh.keptn.standalone.crash;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import sh.keptn.translator.Plan;
import sh.keptn.translator.SourceFile;
import sh.keptn.translator.Translator;

/**
 * A shipyard and a uniform that are drawn, and what has to follow from what.
 *
 * @param follows the sequences that a sequence starts, both as {@code <stage>.<sequence>}, by its result
 */
record RandomShipyard(String shipyard, String uniform, Map<String, Map<String, Set<String>>> follows) {

    static final String PROJECT = "shop";

    private static final List<String> TASKS =
            List.of("deployment", "test", "evaluation", "release", "approval", "load");
    private static final List<String> RESULTS = List.of("pass", "warning", "fail");

    /** Draws one. */
    static RandomShipyard draw(Random random) {
        return new Drawing(random).draw();
    }

    Plan plan() {
        return Translator.translate(
                        PROJECT, new SourceFile("shipyard.yaml", shipyard), new SourceFile("uniform.yaml", uniform))
                .value()
                .orElseThrow(() -> new IllegalStateException("not translated:\n" + shipyard + uniform));
    }

    /** The sequences, in the order of the file. */
    List<String> sequences() {
        return List.copyOf(follows.keySet());
    }

    /** One drawing; the current format or one of the user stories', which has loops. */
    private static final class Drawing {
        private final Random random;
        private final StringBuilder yaml = new StringBuilder();
        private final Map<String, Map<String, Set<String>>> follows = new LinkedHashMap<>();

        Drawing(Random random) {
            this.random = random;
        }

        RandomShipyard draw() {
            boolean story = random.nextInt(4) == 0;
            yaml.append(
                    story
                            ? "version: 0.1.3\nspec:\n  stages:\n"
                            : "apiVersion: spec.keptn.sh/0.2.3\nkind: Shipyard\nspec:\n  stages:\n");
            List<List<String>> stages = new ArrayList<>();
            for (int stage = 0; stage < 1 + random.nextInt(3); stage++) {
                List<String> sequences = new ArrayList<>();
                for (int sequence = 0; sequence < 1 + random.nextInt(3); sequence++) {
                    sequences.add("s" + stage + ".q" + sequence);
                    follows.put("s" + stage + ".q" + sequence, new LinkedHashMap<>());
                }
                stages.add(sequences);
            }
            for (int stage = 0; stage < stages.size(); stage++) {
                yaml.append("  - name: s").append(stage).append('\n').append(queue());
                yaml.append(story ? "    workflows:\n" : "    sequences:\n");
                for (String sequence : stages.get(stage)) {
                    if (story) {
                        story(sequence);
                    } else {
                        sequence(sequence);
                    }
                }
            }
            return new RandomShipyard(yaml.toString(), uniform(), follows);
        }

        private String queue() {
            String waiting = random.nextInt(3) == 0 ? "    whileWaiting: hold\n" : "";
            return waiting + (random.nextInt(3) == 0 ? "    queue: newest\n" : "");
        }

        private void sequence(String name) {
            yaml.append("    - name: ").append(shortName(name)).append('\n');
            List<String> events = new ArrayList<>();
            for (int i = random.nextInt(3); i > 0; i--) {
                String before = before(name);
                if (random.nextBoolean()) {
                    String result = RESULTS.get(random.nextInt(RESULTS.size()));
                    events.add("{event: " + before + ".finished, selector: {match: {result: " + result + "}}}");
                    follow(before, result, name);
                } else {
                    events.add("{event: " + before + ".finished}");
                    follow(before, "pass", name);
                    follow(before, "warning", name);
                }
            }
            if (!events.isEmpty()) {
                yaml.append("      triggeredOn: ").append(events).append('\n');
            }
            yaml.append("      tasks:\n");
            for (int i = 1 + random.nextInt(3); i > 0; i--) {
                yaml.append("      - ")
                        .append(random.nextInt(5) == 0 ? parallel() : task())
                        .append('\n');
            }
            for (String companion : List.of("onFailure", "finally")) {
                if (random.nextInt(4) == 0) {
                    yaml.append("      ")
                            .append(companion)
                            .append(": [")
                            .append(task())
                            .append("]\n");
                }
            }
        }

        private void story(String name) {
            yaml.append("      ").append(shortName(name)).append(":\n");
            if (random.nextBoolean()) {
                String before = before(name);
                yaml.append("        listen: [").append(before).append(".finished]\n");
                follow(before, "pass", name);
                follow(before, "warning", name);
            }
            yaml.append("        tasks:\n");
            for (int i = 1 + random.nextInt(2); i > 0; i--) {
                yaml.append("        - ")
                        .append(random.nextInt(2) == 0 ? loop() : storyTask())
                        .append('\n');
            }
        }

        /** Mostly an earlier one, so that few shipyards run in circles. */
        private String before(String name) {
            List<String> all = List.copyOf(follows.keySet());
            int own = all.indexOf(name);
            return all.get(own == 0 || random.nextInt(30) == 0 ? random.nextInt(all.size()) : random.nextInt(own));
        }

        private void follow(String before, String result, String name) {
            follows.computeIfAbsent(before, any -> new LinkedHashMap<>())
                    .computeIfAbsent(result, any -> new LinkedHashSet<>())
                    .add(name);
        }

        private String task() {
            String timeout = random.nextInt(3) == 0 ? ", timeout: " + (1 + random.nextInt(40)) + "m" : "";
            String after = random.nextInt(6) == 0 ? ", triggeredAfter: " + random.nextInt(90) + "s" : "";
            String properties = random.nextInt(3) == 0 ? ", properties: {kind: k" + random.nextInt(2) + "}" : "";
            return "{name: " + name() + timeout + after + properties + "}";
        }

        private String parallel() {
            List<String> branches = new ArrayList<>();
            for (int i = 1 + random.nextInt(3); i > 0; i--) {
                branches.add(random.nextBoolean() ? task() : "{tasks: [" + task() + ", " + task() + "]}");
            }
            return "parallel: " + branches;
        }

        private String storyTask() {
            return name() + ": {kind: k" + random.nextInt(2) + "}";
        }

        private String loop() {
            String task = random.nextBoolean() ? "release" : "remediation";
            return task + ": {strategy: canary, workflow: {" + task + ".progressed: [{" + name() + ": }, {" + name()
                    + ": {kind: k1}}]}}";
        }

        private String name() {
            return TASKS.get(random.nextInt(TASKS.size()));
        }

        private String uniform() {
            StringBuilder text = new StringBuilder("apiVersion: keptn.sh/v1\nkind: Uniform\nspec:\n  services:\n");
            for (int service = 0; service < 4; service++) {
                List<String> events = new ArrayList<>();
                for (String task : TASKS) {
                    if (random.nextInt(3) == 0) {
                        events.add(task + ".triggered");
                    }
                }
                text.append("  - {name: w")
                        .append(service)
                        .append(", command: [x], events: ")
                        .append(events.isEmpty() ? "[load.triggered]" : events)
                        .append(selector())
                        .append(random.nextInt(8) == 0 ? ", confirms: false" : "")
                        .append("}\n");
            }
            return text.toString();
        }

        private String selector() {
            return switch (random.nextInt(5)) {
                case 0 -> ", selector: {matchLabels: {stage: s" + random.nextInt(3) + "}}";
                case 1 -> ", selector: {matchExpressions: [{key: kind, operator: NotIn, values: [k0]}]}";
                default -> "";
            };
        }

        private static String shortName(String sequence) {
            return sequence.substring(sequence.indexOf('.') + 1);
        }
    }
}

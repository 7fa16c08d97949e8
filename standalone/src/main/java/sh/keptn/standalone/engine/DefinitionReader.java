package sh.keptn.standalone.engine;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import sh.keptn.events.Json;
import sh.keptn.events.JsonException;
import sh.keptn.expressions.Expression;

/** Reads a definition, and finds everything that is wrong with it in one go. */
final class DefinitionReader {

    private static final Set<String> MACHINE =
            Set.of("Comment", "QueryLanguage", "StartAt", "States", "TimeoutSeconds", "Version");
    private static final Set<String> GRAPH = Set.of("StartAt", "States", "Comment");
    private static final String JSONATA = "JSONata";
    private static final String MACHINE_NAME = "the definition";

    /** Step Functions, "Service quotas": the size of a request. */
    private static final int BYTES = 1024 * 1024;

    private final TemplateReader templates;

    /** @param expressions compiles the text between the marks of an expression */
    DefinitionReader(Function<String, Expression> expressions) {
        this.templates = new TemplateReader(expressions);
    }

    /** @throws InvalidDefinitionException if the definition cannot run here */
    Definition read(String name, String text) {
        List<String> problems = new ArrayList<>();
        if (text.getBytes(StandardCharsets.UTF_8).length > BYTES) {
            throw new InvalidDefinitionException(List.of(MACHINE_NAME + " is larger than 1 MB"));
        }
        Fields json = new Fields(parse(text), MACHINE_NAME, problems);
        json.only(MACHINE);
        long timeout = json.integer("TimeoutSeconds", 0, 1, Quotas.SECONDS);
        StateGraph graph = usesPaths(json) ? new StateGraph("", Map.of()) : new Reading(json).graph(json);
        new ScopeCheck(problems).check(graph);
        if (!problems.isEmpty()) {
            throw new InvalidDefinitionException(problems);
        }
        return new Definition(name, graph, timeout == 0 ? null : (Long) timeout);
    }

    private static Map<String, @Nullable Object> parse(String text) {
        try {
            return Json.parseObject(text);
        } catch (JsonException e) {
            throw new InvalidDefinitionException(List.of(MACHINE_NAME + " is no JSON object: " + e.getMessage()));
        }
    }

    /** Whether all of the definition is JSONPath, about which one sentence is enough. */
    private static boolean usesPaths(Fields json) {
        boolean someJsonata = Json.child(json.json(), "States").values().stream()
                .anyMatch(state -> state instanceof Map<?, ?> map && map.containsKey("QueryLanguage"));
        Object language = json.get("QueryLanguage");
        if (JSONATA.equals(language) || (language == null && someJsonata) || !json.has("States")) {
            return false;
        }
        json.problem(MACHINE_NAME + " uses the query language "
                + (language == null ? "JSONPath (no QueryLanguage is given)" : language)
                + ", only JSONata is supported: set QueryLanguage to JSONata");
        return true;
    }

    /** The reading of one definition. */
    private final class Reading {
        private final @Nullable Object machineLanguage;
        private final StateReader states = new StateReader(templates, this::inner);

        /** Of all states so far; names are unique in the whole machine (ASL spec, "States"). */
        private final Set<String> names = new HashSet<>();

        Reading(Fields machine) {
            this.machineLanguage = machine.get("QueryLanguage");
        }

        private StateGraph inner(Fields json, Set<String> moreFields) {
            Set<String> fields = new HashSet<>(GRAPH);
            fields.addAll(moreFields);
            json.only(fields);
            return graph(json);
        }

        StateGraph graph(Fields json) {
            Map<String, State> read = new LinkedHashMap<>();
            String startAt = json.text("StartAt");
            Set<String> unread = new HashSet<>();
            for (Map.Entry<String, @Nullable Object> each :
                    json.child("States").json().entrySet()) {
                State state = state(each.getKey(), each.getValue(), json.problems());
                if (state == null) {
                    unread.add(each.getKey());
                } else {
                    read.put(each.getKey(), state);
                }
            }
            StateGraph graph = new StateGraph(startAt, read);
            if (json.has("States")) {
                new GraphCheck(graph, unread).check(json.where(), json.problems());
            }
            return graph;
        }

        private @Nullable State state(String name, @Nullable Object value, List<String> problems) {
            Fields json = Fields.of(value, "state `" + name + "`", problems);
            if (!names.add(name)) {
                json.problem(json.where() + " exists twice, names are unique in the whole machine");
            }
            Object language = json.json().getOrDefault("QueryLanguage", machineLanguage);
            if (!JSONATA.equals(language)) {
                json.problem(json.where() + " uses the query language " + (language == null ? "JSONPath" : language)
                        + ", only JSONata is supported");
                return null;
            }
            return states.read(name, json);
        }
    }
}

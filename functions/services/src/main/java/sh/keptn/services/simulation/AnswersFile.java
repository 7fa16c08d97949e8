package sh.keptn.services.simulation;

import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import sh.keptn.events.Json;
import sh.keptn.events.JsonException;
import sh.keptn.services.AnswerJson;
import sh.keptn.services.MalformedAnswerException;
import sh.keptn.services.TaskAnswer;

/** Reads an answers file and collects all that is wrong with it. */
final class AnswersFile {

    private static final List<String> KEYS = List.of(
            "stage", "sequence", "task", "occurrence", "result", "status", "message", "data", "delay", "progress");

    private final String file;
    private final List<String> problems = new ArrayList<>();

    AnswersFile(String file) {
        this.file = file;
    }

    List<SimulatedTask> read(String text) throws AnswersFileException {
        List<SimulatedTask> tasks = new ArrayList<>();
        try {
            Object json = Json.parse(text);
            if (json instanceof List<?> entries) {
                for (int i = 0; i < entries.size(); i++) {
                    tasks.add(task("[" + i + "]", objectOrEmpty("[" + i + "]", entries.get(i))));
                }
            } else {
                problems.add(file + ": expected a list of answers, found " + AnswerJson.kindOf(json));
            }
        } catch (JsonException e) {
            problems.add(file + ": " + e.getMessage());
        }
        if (!problems.isEmpty()) {
            throw new AnswersFileException(problems);
        }
        return tasks;
    }

    private SimulatedTask task(String at, Map<String, @Nullable Object> entry) {
        checkKeys(at, entry, KEYS);
        return new SimulatedTask(
                text(at, entry, "stage"),
                text(at, entry, "sequence"),
                text(at, entry, "task"),
                occurrence(at, entry.get("occurrence")),
                progress(at + ".progress", entry.get("progress")),
                answer(at, entry),
                delay(at, text(at, entry, "delay")));
    }

    private TaskAnswer.Finished answer(String at, Map<String, @Nullable Object> entry) {
        TaskAnswer.Finished pass = TaskAnswer.Finished.pass(Simulation.MESSAGE, Map.of());
        try {
            return AnswerJson.read(entry, pass);
        } catch (MalformedAnswerException e) {
            problems.add(file + ": " + at + ": " + e.getMessage());
            return pass;
        }
    }

    private OptionalInt occurrence(String at, @Nullable Object value) {
        if (value == null) {
            return OptionalInt.empty();
        }
        if (value instanceof Long number && number >= 1 && number <= Integer.MAX_VALUE) {
            return OptionalInt.of(number.intValue());
        }
        problem(at + ".occurrence", "a whole number from 1", value);
        return OptionalInt.empty();
    }

    private List<Map<String, @Nullable Object>> progress(String at, @Nullable Object value) {
        List<Map<String, @Nullable Object>> progress = new ArrayList<>();
        if (value instanceof List<?> steps) {
            for (int i = 0; i < steps.size(); i++) {
                String step = at + "[" + i + "]";
                Map<String, @Nullable Object> json = objectOrEmpty(step, steps.get(i));
                checkKeys(step, json, List.of("data"));
                progress.add(json.get("data") == null ? Map.of() : objectOrEmpty(step + ".data", json.get("data")));
            }
        } else if (value != null) {
            problem(at, "a list", value);
        }
        return progress;
    }

    private Duration delay(String at, @Nullable String text) {
        try {
            Duration delay = text == null ? Duration.ZERO : Duration.parse(text);
            if (!delay.isNegative()) {
                return delay;
            }
        } catch (DateTimeParseException e) {
            // Reported below, as a negative one is.
        }
        problem(at + ".delay", "an ISO 8601 duration such as PT5S", text);
        return Duration.ZERO;
    }

    private @Nullable String text(String at, Map<String, @Nullable Object> entry, String key) {
        Object value = entry.get(key);
        if (value != null && !(value instanceof String)) {
            problem(at + "." + key, "a string", value);
        }
        return Json.text(entry, key);
    }

    private Map<String, @Nullable Object> objectOrEmpty(String at, @Nullable Object value) {
        if (value instanceof Map<?, ?> map) {
            return Json.object(map);
        }
        problem(at, "an object", value);
        return Map.of();
    }

    private void checkKeys(String at, Map<String, @Nullable Object> object, List<String> known) {
        for (String key : object.keySet()) {
            if (!known.contains(key)) {
                problems.add(file + ": " + at + ": unknown key `" + key + "`, expected " + String.join(", ", known));
            }
        }
    }

    private void problem(String at, String expected, @Nullable Object found) {
        String value =
                found instanceof String || found instanceof Number ? "`" + found + "`" : AnswerJson.kindOf(found);
        problems.add(file + ": " + at + ": expected " + expected + ", found " + value);
    }
}

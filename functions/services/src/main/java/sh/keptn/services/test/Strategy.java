package sh.keptn.services.test;

import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import sh.keptn.events.Json;
import sh.keptn.services.TaskRequest;

/**
 * How a task wants to be tested: {@code functional}, {@code performance}, {@code healthcheck}, {@code real-user}, or a word of the
 * project's own.
 *
 * @param word in lower case
 */
record Strategy(String word) {

    private static final String OLD_TASK = "_tests";

    /**
     * The task's property {@code teststrategy}, or {@code kind} or {@code strategy} in older shipyards; else the front of a task's
     * name such as {@code performance_tests}; else functional.
     */
    static Strategy of(TaskRequest request) {
        Map<String, @Nullable Object> properties = Json.child(request.event().data(), request.task());
        return new Strategy(Stream.of("teststrategy", "kind", "strategy")
                .map(key -> Json.text(properties, key))
                .filter(Objects::nonNull)
                .map(Objects::requireNonNull)
                .filter(word -> !word.isBlank())
                .findFirst()
                .orElseGet(() -> ofName(request.task()))
                .toLowerCase(Locale.ROOT));
    }

    private static String ofName(String task) {
        return task.endsWith(OLD_TASK) ? task.substring(0, task.length() - OLD_TASK.length()) : "functional";
    }

    /** Users test the version, by using it. */
    boolean isByUsers() {
        return word.equals("real-user") || word.equals("real_user");
    }

    /** How many requests of all may fail where the test does not say (Keptn's jmeter-service: 10 % under load). */
    double acceptedErrorRate() {
        return word.startsWith("performance") ? 0.1 : 0;
    }
}

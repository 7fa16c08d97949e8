package sh.keptn.standalone.engine;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What is known of an execution.
 *
 * @param reference its {@code Execution.Id}
 * @param machine the machine version it runs
 * @param input JSON text
 * @param output JSON text, null unless it succeeded
 * @param stopTime when it ended, null while it runs
 * @param redriveTime when it was redriven last, null where it was not
 * @param events how many its log has
 */
public record Execution(
        String reference,
        String machine,
        String name,
        ExecutionStatus status,
        String input,
        @Nullable String output,
        @Nullable String error,
        @Nullable String cause,
        Instant startTime,
        @Nullable Instant stopTime,
        int redriveCount,
        @Nullable Instant redriveTime,
        long events) {}

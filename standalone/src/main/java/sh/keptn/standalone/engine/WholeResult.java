package sh.keptn.standalone.engine;

import org.jspecify.annotations.Nullable;

/** What an invoker returns to give {@code $states.result} whole, {@code Payload} and {@code StatusCode} included. */
public record WholeResult(@Nullable Object value) {}

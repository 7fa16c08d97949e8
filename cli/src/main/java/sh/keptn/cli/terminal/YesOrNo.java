package sh.keptn.cli.terminal;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Reads a person's yes or no for as long as the question stands. What was typed before a question is asked is passed over:
 * nobody answers what he has not read. Not safe for use by several threads at once.
 */
public final class YesOrNo {

    private static final Duration LOOK_AGAIN = Duration.ofMillis(200);

    private final BufferedReader in;
    private final Executor readers;

    /** The line that is waited for; null while nobody is asked. */
    private @Nullable CompletableFuture<Optional<String>> line;

    /**
     * @param in what is typed
     * @param readers runs what waits for a line; it must not keep the process alive
     */
    public YesOrNo(Reader in, Executor readers) {
        this.in = new BufferedReader(in);
        this.readers = readers;
    }

    /**
     * Asks, and waits until somebody says yes or no.
     *
     * @param ask shows the question; whatever is typed from then on counts
     * @param stands whether the question still stands, asked a few times a second
     * @return empty where it does not any more, or nothing more can be read
     */
    public Optional<Boolean> read(Runnable ask, BooleanSupplier stands) {
        passOver();
        ask.run();
        while (stands.getAsBoolean()) {
            line = line == null ? CompletableFuture.supplyAsync(this::readLine, readers) : line;
            try {
                Optional<String> typed = line.get(LOOK_AGAIN.toMillis(), TimeUnit.MILLISECONDS);
                line = null;
                if (typed.isEmpty()) {
                    return Optional.empty();
                }
                switch (typed.get().strip().toLowerCase(Locale.ROOT)) {
                    case "y", "yes" -> {
                        return Optional.of(true);
                    }
                    case "n", "no" -> {
                        return Optional.of(false);
                    }
                    default -> {
                        // Neither; the question stands.
                    }
                }
            } catch (TimeoutException e) {
                // Nothing yet.
            } catch (ExecutionException e) {
                line = null;
                return Optional.empty();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return Optional.empty();
            }
        }
        return Optional.empty();
    }

    /** Drops what was typed early. A line that is still waited for is not typed yet. */
    private void passOver() {
        if (line != null && !line.isDone()) {
            return;
        }
        line = null;
        try {
            while (in.ready() && in.read() >= 0) {
                // Nobody had been asked.
            }
        } catch (IOException e) {
            // Whoever waits for a line is told.
        }
    }

    private Optional<String> readLine() {
        try {
            return Optional.ofNullable(in.readLine());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

package sh.keptn.services.sli;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import sh.keptn.evaluation.score.SliValue;

/**
 * Asks a provider for all indicators of an evaluation, a few at a time. What fails for the moment is asked for again, up to twice and
 * later each time, or when the provider says. An indicator without value says why and does not hold up the others.
 */
public final class ProviderSource implements SliSource {

    /** How long all values are waited for where the uniform does not say it. */
    public static final Duration TIMEOUT = Duration.ofMinutes(2);

    /** What stands with an indicator that is given up. */
    public static final String LATE = "the provider did not answer in time";

    private static final Duration QUERY_TIMEOUT = Duration.ofSeconds(30);
    private static final Duration FIRST_PAUSE = Duration.ofMillis(500);
    private static final int AT_ONCE = 4;
    private static final int TRIES = 3;

    private final String name;
    private final SliProvider provider;
    private final Duration timeout;
    private final Duration firstPause;
    private final Clock clock;

    /**
     * @param name of the provider: its queries stand in {@code <name>/sli.yaml}
     * @param timeout how long all values are waited for, if the task's deadline does not come first
     */
    public ProviderSource(String name, SliProvider provider, Duration timeout, Clock clock) {
        this(name, provider, timeout, FIRST_PAUSE, clock);
    }

    ProviderSource(String name, SliProvider provider, Duration timeout, Duration firstPause, Clock clock) {
        this.name = name;
        this.provider = provider;
        this.timeout = timeout;
        this.firstPause = firstPause;
        this.clock = clock;
    }

    @Override
    public SliAnswer values(SliRequest request) {
        if (request.indicators().isEmpty()) {
            return SliAnswer.of(List.of());
        }
        Duration left = Duration.between(clock.instant(), request.deadline());
        if (left.isNegative() || left.isZero()) {
            return SliAnswer.errored(name + " was not asked: the task's deadline had passed");
        }
        ExecutorService threads = Executors.newFixedThreadPool(AT_ONCE, task -> {
            Thread thread = new Thread(task, "sli-" + name);
            thread.setDaemon(true);
            return thread;
        });
        try {
            return new Round(request, left.compareTo(timeout) < 0 ? left : timeout, threads).values();
        } finally {
            threads.shutdownNow();
        }
    }

    /** One request, as long as it takes. */
    private final class Round {
        private final SliRequest request;
        private final long end;
        private final SliPlaceholders placeholders;
        private final ExecutorService threads;

        Round(SliRequest request, Duration limit, ExecutorService threads) {
            this.request = request;
            this.end = System.nanoTime() + limit.toNanos();
            this.placeholders = SliPlaceholders.of(request);
            this.threads = threads;
        }

        SliAnswer values() {
            Map<SliRequest.Indicator, CompletableFuture<SliValue>> asked = new LinkedHashMap<>();
            request.indicators().forEach(indicator -> asked.computeIfAbsent(indicator, this::ask));
            List<SliValue> values = new ArrayList<>();
            for (SliRequest.Indicator indicator : request.indicators()) {
                CompletableFuture<SliValue> answer = asked.get(indicator);
                values.add(answer == null ? late(indicator) : await(indicator, answer));
            }
            return SliAnswer.of(values);
        }

        private CompletableFuture<SliValue> ask(SliRequest.Indicator indicator) {
            String query = indicator.query();
            if (query == null || query.isBlank()) {
                return CompletableFuture.completedFuture(none(
                        indicator,
                        "`" + name
                                + "/sli.yaml` has no query for it, neither at the service nor at its stage or"
                                + " project"));
            }
            Optional<String> missing = placeholders.missingLabel(query);
            if (missing.isPresent()) {
                return CompletableFuture.completedFuture(
                        none(indicator, "its query has `" + missing.get() + "`, and the event has no such label"));
            }
            CompletableFuture<SliValue> answer = new CompletableFuture<>();
            threads.execute(() -> attempt(indicator, query, 1, answer));
            return answer;
        }

        private void attempt(
                SliRequest.Indicator indicator, String query, int tries, CompletableFuture<SliValue> answer) {
            try {
                double value = provider.value(new SliQuery(
                        indicator.name(),
                        query,
                        placeholders,
                        request.start(),
                        request.end(),
                        shorter(left(), QUERY_TIMEOUT),
                        request.event()));
                answer.complete(new SliValue(indicator.name(), value, true, ""));
            } catch (SliException e) {
                Duration pause = later(firstPause.multipliedBy(1L << (tries - 1)), e.pause());
                if (e.isTemporary() && tries < TRIES && pause.compareTo(left()) < 0) {
                    CompletableFuture.delayedExecutor(pause.toNanos(), TimeUnit.NANOSECONDS, threads)
                            .execute(() -> attempt(indicator, query, tries + 1, answer));
                } else {
                    answer.complete(none(indicator, e.getMessage() + (tries > 1 ? ", also when asked again" : "")));
                }
            } catch (RuntimeException | Error e) {
                answer.completeExceptionally(e);
            }
        }

        private SliValue await(SliRequest.Indicator indicator, CompletableFuture<SliValue> answer) {
            try {
                return answer.get(Math.max(0, end - System.nanoTime()), TimeUnit.NANOSECONDS);
            } catch (TimeoutException e) {
                return late(indicator);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new CancellationException("interrupted while " + name + " was asked");
            } catch (ExecutionException e) {
                throw new IllegalStateException(name + " broke off at `" + indicator.name() + "`", e.getCause());
            }
        }

        private SliValue late(SliRequest.Indicator indicator) {
            return none(indicator, LATE);
        }

        private Duration left() {
            return Duration.ofNanos(Math.max(1, end - System.nanoTime()));
        }
    }

    private SliValue none(SliRequest.Indicator indicator, String why) {
        return new SliValue(indicator.name(), 0, false, why);
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }

    private static Duration later(Duration one, Duration other) {
        return one.compareTo(other) > 0 ? one : other;
    }
}

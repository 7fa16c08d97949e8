package sh.keptn.services.sli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import sh.keptn.evaluation.score.SliValue;
import sh.keptn.services.Requests;
import sh.keptn.services.sli.SliRequest.Indicator;

/** How a provider is asked, whatever it is. */
@Timeout(60)
final class ProviderSourceTest {

    private static final Duration LONG = Duration.ofMinutes(1);
    private static final Duration SOON = Duration.ofMillis(1);

    private final Map<String, AtomicInteger> asked = new ConcurrentHashMap<>();

    @Test
    void fourAreAskedAtOnceAndTheValuesComeInTheOrderOfTheRequest() {
        CyclicBarrier four = new CyclicBarrier(4);
        AtomicInteger running = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        Indicator[] indicators = IntStream.range(0, 20)
                .mapToObj(i -> new Indicator("i" + i, String.valueOf(i)))
                .toArray(Indicator[]::new);

        List<SliValue> values = values(
                query -> {
                    most.accumulateAndGet(running.incrementAndGet(), Math::max);
                    together(four);
                    running.decrementAndGet();
                    return Integer.parseInt(query.text());
                },
                indicators);

        assertThat(values).extracting(SliValue::metric).containsExactly(names(indicators));
        assertThat(values).extracting(SliValue::value).startsWith(0.0, 1.0, 2.0).endsWith(19.0);
        assertThat(most).hasValue(4);
    }

    @Test
    void oneThatSeveralObjectivesNameIsAskedOnce() {
        List<SliValue> values = values(
                query -> count(query.indicator()),
                new Indicator("a", "q"),
                new Indicator("b", "q"),
                new Indicator("a", "q"));

        assertThat(values).extracting(SliValue::metric).containsExactly("a", "b", "a");
        assertThat(values).extracting(SliValue::value).containsOnly(1.0);
    }

    @Test
    void whatFailsForTheMomentIsAskedThreeTimesAndOthersOnce() {
        List<SliValue> values = values(
                query -> {
                    int times = count(query.indicator());
                    if (query.indicator().equals("lasting")) {
                        throw SliException.lasting("wrong");
                    } else if (query.indicator().equals("temporary") || times < 3) {
                        throw SliException.temporary("busy");
                    }
                    return times;
                },
                new Indicator("lasting", "q"),
                new Indicator("recovers", "q"),
                new Indicator("temporary", "q"));

        assertThat(values)
                .containsExactly(
                        new SliValue("lasting", 0, false, "wrong"),
                        new SliValue("recovers", 3, true, ""),
                        new SliValue("temporary", 0, false, "busy, also when asked again"));
        assertThat(asked.get("lasting")).hasValue(1);
        assertThat(asked.get("temporary")).hasValue(3);
    }

    @Test
    void oneThatHangsLeavesTheOthersTheirValues() {
        CountDownLatch never = new CountDownLatch(1);
        SliProvider provider = query -> {
            if (query.indicator().equals("hangs")) {
                await(never);
            }
            return 1;
        };
        SliAnswer answer = new ProviderSource("p", provider, Duration.ofMillis(300), SOON, Requests.CLOCK)
                .values(SliRequests.of(new Indicator("hangs", "q"), new Indicator("answers", "q")));
        never.countDown();

        assertThat(answer.values())
                .containsExactly(
                        new SliValue("hangs", 0, false, "the provider did not answer in time"),
                        new SliValue("answers", 1, true, ""));
    }

    @Test
    void nothingIsAskedAfterTheDeadline() {
        SliAnswer answer = new ProviderSource("p", query -> count(""), LONG, SOON, Requests.CLOCK)
                .values(SliRequests.until(Requests.CLOCK.instant(), new Indicator("a", "q")));

        assertThat(answer).isEqualTo(SliAnswer.errored("p was not asked: the task's deadline had passed"));
        assertThat(asked).isEmpty();
    }

    @Test
    void aProviderThatIsBrokenIsNoMissingValue() {
        assertThatThrownBy(() -> values(
                        query -> {
                            throw new IllegalArgumentException("bug");
                        },
                        new Indicator("a", "q")))
                .hasMessage("p broke off at `a`")
                .hasRootCauseMessage("bug");
    }

    private List<SliValue> values(SliProvider provider, Indicator... indicators) {
        return new ProviderSource("p", provider, LONG, SOON, Requests.CLOCK)
                .values(SliRequests.of(indicators))
                .values();
    }

    private int count(String indicator) {
        return asked.computeIfAbsent(indicator, name -> new AtomicInteger()).incrementAndGet();
    }

    private static String[] names(Indicator... indicators) {
        return java.util.stream.Stream.of(indicators).map(Indicator::name).toArray(String[]::new);
    }

    private static void together(CyclicBarrier barrier) {
        try {
            barrier.await(30, TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}

package sh.keptn.standalone.bus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sh.keptn.controlplane.ports.StoreUnavailableException;
import sh.keptn.events.BusEvent;
import sh.keptn.standalone.database.Database;
import sh.keptn.standalone.time.CallBrokenOff;
import sh.keptn.standalone.time.ManualTimeline;
import sh.keptn.standalone.time.RealTimeline;
import sh.keptn.standalone.time.VirtualTimeline;

final class DurableBusTest {

    private static final Instant START = Instant.parse("2026-06-01T12:00:00Z");
    private static final String ALL = "{\"source\":[{\"exists\":true}]}";

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    @SuppressWarnings("NullAway.Init")
    private Database database;

    private ManualTimeline timeline = new ManualTimeline(START);
    private final List<String> seen = Collections.synchronizedList(new ArrayList<>());

    @BeforeEach
    void open() {
        database = Database.open(folder.resolve("keptn.db"));
    }

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void eachSubscriberThatMatchesGetsTheEvent() {
        DurableBus bus = bus(
                subscriber("all", event -> seen.add("all " + event.id())),
                subscriber("tests", "{\"detail-type\":[\"test\"]}", event -> seen.add("tests " + event.id())),
                subscriber("others", "{\"detail-type\":[\"other\"]}", event -> seen.add("others " + event.id())));
        bus.put(event("1"));
        assertThat(seen).isEmpty();
        timeline.runAll();
        assertThat(seen).containsExactlyInAnyOrder("all 1", "tests 1");
        restarted(subscriber("all", event -> seen.add("again")));
        assertThat(seen).hasSize(2);
    }

    @Test
    void anEventThatWasPutSurvivesACrash() {
        bus(subscriber("all", event -> seen.add(event.id()))).put(event("1"));
        restarted(subscriber("all", event -> seen.add("after restart " + event.detail())));
        assertThat(seen).containsExactly("after restart {keptn={n=1}}");
    }

    @Test
    void aFailingSubscriberIsTriedAgainLater() {
        List<Duration> times = new ArrayList<>();
        DurableBus bus = bus(subscriber("failing", event -> {
            times.add(Duration.between(START, timeline.clock().instant()));
            if (times.size() < 9) {
                throw new IllegalStateException("not yet");
            }
        }));
        bus.put(event("1"));
        timeline.runAll();
        assertThat(times).extracting(Duration::toSeconds).containsExactly(0L, 1L, 3L, 7L, 15L, 31L, 63L, 123L, 183L);
        assertThat(bus.deadLetters()).isEmpty();
    }

    @Test
    void theTenthFailureIsADeadLetter() {
        DurableBus bus = bus(subscriber("failing", event -> {
            seen.add(event.id());
            throw new IllegalStateException("broken\nbadly");
        }));
        bus.put(event("1"));
        timeline.runAll();
        assertThat(seen).hasSize(10);
        assertThat(bus.deadLetters())
                .containsExactly(new DeadLetter(
                        event("1"), "failing", "java.lang.IllegalStateException: broken", 10, START.plusSeconds(243)));
        bus.put(event("1"));
        timeline.runAll();
        assertThat(seen).as("a new put is a new delivery").hasSize(20);
    }

    @Test
    void triesAreCountedAcrossRestarts() {
        Subscriber failing = subscriber("failing", event -> {
            seen.add(event.id());
            throw new IllegalStateException("broken");
        });
        bus(failing).put(event("1"));
        timeline.runOne();
        timeline.runOne();
        DurableBus bus = restarted(failing);
        assertThat(seen).hasSize(10);
        assertThat(bus.deadLetters()).hasSize(1);
    }

    /** The disk is full, say. */
    @Test
    void aSubscriberIsNotBlamedForTheStorage() {
        DurableBus bus = bus(subscriber("all", event -> {
            seen.add(event.id());
            if (seen.size() <= 20) {
                throw new StoreUnavailableException("full", new IllegalStateException("full"));
            }
        }));
        bus.put(event("1"));
        assertThatThrownBy(timeline::runAll)
                .as("reported when it begins")
                .isInstanceOf(StoreUnavailableException.class);
        timeline.runAll();
        assertThat(seen).hasSize(21);
        assertThat(bus.deadLetters()).isEmpty();
    }

    /** A simulation comes to its end: room does not come while time jumps. */
    @Test
    void inVirtualTimeAFailureOfTheStorageIsATry() {
        try (VirtualTimeline virtual = new VirtualTimeline(START)) {
            DurableBus bus = new DurableBus(database, virtual, List.of(subscriber("all", event -> {
                seen.add(event.id());
                throw new StoreUnavailableException("full", new IllegalStateException("full"));
            })));
            bus.put(event("1"));
            while (!virtual.isIdle()) {
                Thread.onSpinWait();
            }
            assertThat(seen).hasSize(10);
            assertThat(bus.deadLetters()).hasSize(1);
        }
    }

    @Test
    void whatTheEndOfTheProcessBreaksOffIsNoTry() {
        Retries none = new Retries(List.of());
        Subscriber broken = new Subscriber(
                "all",
                ALL,
                event -> {
                    throw new CallBrokenOff();
                },
                letter -> seen.add("given up"),
                none);
        DurableBus bus = bus(broken);
        bus.put(event("1"));
        timeline.runAll();
        assertThat(bus.deadLetters()).isEmpty();
        restarted(subscriber("all", event -> seen.add("after restart")));
        assertThat(seen).containsExactly("after restart");
    }

    @Test
    void anEventThatIsOnItsWayIsNotDeliveredBesideItself() {
        DurableBus bus = bus(subscriber("all", event -> seen.add(event.id())));
        bus.put(event("1"));
        bus.put(event("1"));
        timeline.runAll();
        assertThat(seen).containsExactly("1");
        bus.put(event("1"));
        timeline.runAll();
        assertThat(seen).containsExactly("1", "1");
    }

    @Test
    void aDeliveryWaitsForAProcessThatHasItsSubscriber() {
        bus(subscriber("old", event -> {})).put(event("1"));
        DurableBus bus = restarted(subscriber("new", event -> seen.add("new " + event.id())));
        assertThat(seen).isEmpty();
        assertThat(bus.deadLetters()).isEmpty();
        restarted(subscriber("old", event -> seen.add(event.id())));
        assertThat(seen).containsExactly("1");
    }

    @Test
    void whatWasPutSinceTheBusWasMadeIsNoLeftOver() {
        bus(subscriber("all", event -> {})).put(event("1"));
        timeline = new ManualTimeline(START);
        DurableBus bus = bus(subscriber("all", event -> seen.add(event.id())));
        bus.put(event("1"));
        bus.put(event("2"));
        bus.recover();
        timeline.runAll();
        assertThat(seen).containsExactlyInAnyOrder("1", "2");
    }

    @Test
    void whoWaitsForASubscriberIsToldThatItWasGivenUp() {
        DurableBus bus = bus(new Subscriber(
                "failing",
                ALL,
                event -> {
                    throw new IllegalStateException("broken");
                },
                letter -> seen.add(letter.error())));
        bus.put(event("1"));
        timeline.runAll();
        assertThat(seen).containsExactly("java.lang.IllegalStateException: broken");
        assertThat(bus.deadLetters()).hasSize(1);
    }

    @Test
    void aSlowSubscriberHoldsUpNobody() throws Exception {
        CountDownLatch release = new CountDownLatch(1);
        CountDownLatch others = new CountDownLatch(2);
        try (RealTimeline real = new RealTimeline(java.time.Clock.systemUTC())) {
            DurableBus bus = new DurableBus(
                    database,
                    real,
                    List.of(
                            subscriber("slow", event -> await(release)),
                            subscriber("quick", event -> others.countDown())));
            bus.put(event("1"));
            bus.put(event("2"));
            assertThat(others.await(10, TimeUnit.SECONDS)).isTrue();
            release.countDown();
        }
    }

    @Test
    void aSubscriberThatGoesOnLaterIsAskedThenAndAtOnceAfterARestart() {
        Instant later = START.plusSeconds(60);
        Subscriber waiting = new Subscriber("waiting", ALL, event -> {
            Instant now = timeline.clock().instant();
            seen.add(String.valueOf(Duration.between(START, now).toSeconds()));
            return now.isBefore(later) ? Delivered.laterToGoOn(later) : Delivered.DONE;
        });
        bus(waiting).put(event("1"));
        timeline.runOne();
        assertThat(seen).containsExactly("0");
        restarted(waiting);
        assertThat(seen).containsExactly("0", "0", "60");
    }

    @Test
    void aSubscriberThatWaitsForSomebodyElseKeepsNothingGoing() {
        Subscriber waiting = new Subscriber("waiting", ALL, event -> Delivered.laterToGiveUp(START.plusSeconds(60)));
        bus(waiting).put(event("1"));
        timeline.runAll();
        assertThat(timeline.isIdle()).isTrue();
        assertThat(timeline.timers()).isEqualTo(1);
    }

    @Test
    void namesAreUniqueAndPatternsAreChecked() {
        Subscriber one = subscriber("one", event -> {});
        assertThatThrownBy(() -> bus(one, one)).hasMessageContaining("`one`");
        Subscriber bad = subscriber("bad", "{\"source\":1}", event -> {});
        assertThatThrownBy(() -> bus(bad)).hasMessageContaining("`bad` is not an event pattern");
    }

    private DurableBus bus(Subscriber... subscribers) {
        return new DurableBus(database, timeline, List.of(subscribers));
    }

    private DurableBus restarted(Subscriber... subscribers) {
        database.close();
        timeline = new ManualTimeline(timeline.clock().instant());
        open();
        DurableBus bus = bus(subscribers);
        bus.recover();
        timeline.runAll();
        return bus;
    }

    private static Subscriber subscriber(String name, Consumer<BusEvent> handler) {
        return subscriber(name, ALL, handler);
    }

    private static Subscriber subscriber(String name, String pattern, Consumer<BusEvent> handler) {
        return new Subscriber(name, pattern, event -> {
            handler.accept(event);
            return Delivered.DONE;
        });
    }

    private static BusEvent event(String id) {
        return new BusEvent(id, "keptn.control-plane", "test", Map.of("keptn", Map.of("n", 1L)));
    }

    private static void await(CountDownLatch latch) {
        try {
            if (!latch.await(10, TimeUnit.SECONDS)) {
                throw new IllegalStateException("never released");
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}

package sh.keptn.standalone.awsapi.eventbridge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import sh.keptn.events.Json;
import sh.keptn.standalone.awsapi.protocol.Caller;
import sh.keptn.standalone.awsapi.protocol.Operation;
import sh.keptn.standalone.awsapi.protocol.Parameters;
import sh.keptn.standalone.awsapi.tags.Tags;
import sh.keptn.standalone.database.Database;
import sh.keptn.standalone.time.ManualTimeline;

/** What rules do as time passes: schedules, and targets that refuse. */
final class RulesInTimeTest {

    private static final Instant START = Instant.parse("2026-06-01T12:00:00Z");
    private static final String FUNCTION = "arn:aws:lambda:us-east-1:000000000000:function:f";

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    @SuppressWarnings("NullAway.Init")
    private Database database;

    @SuppressWarnings("NullAway.Init")
    private EventBridge bridge;

    private ManualTimeline timeline = new ManualTimeline(START);
    private final List<String> calls = new ArrayList<>();
    private int failures;
    private int throttled;
    private boolean diskIsFull;

    @BeforeEach
    void start() {
        database = Database.open(folder.resolve("endpoint.db"), this::commit);
        bridge = new EventBridge(database, timeline, new Tags(database), new Recorder());
        bridge.recover();
    }

    @AfterEach
    void stop() {
        database.close();
    }

    @Test
    void aRateFiresItsRuleUntilItIsDisabled() {
        call("PutRule", Map.of("Name", "sweep", "ScheduleExpression", "rate(1 minute)"));
        target("sweep");
        runUntil(Duration.ofMinutes(3));
        assertThat(calls).containsExactly("invoke 60", "invoke 120", "invoke 180");
        call("DisableRule", Map.of("Name", "sweep"));
        assertThat(timeline.timers()).isZero();
        call("EnableRule", Map.of("Name", "sweep"));
        runUntil(Duration.ofMinutes(4));
        assertThat(calls).hasSize(4);
        call("RemoveTargets", Map.of("Rule", "sweep", "Ids", List.of("t")));
        call("DeleteRule", Map.of("Name", "sweep"));
        assertThat(timeline.timers()).isZero();
    }

    @Test
    void aRateGoesOnAfterARestartAndDoesNotMakeUpForWhatWasMissed() {
        call("PutRule", Map.of("Name", "sweep", "ScheduleExpression", "rate(5 minutes)"));
        target("sweep");
        stop();
        timeline = new ManualTimeline(START.plus(Duration.ofMinutes(12)));
        start();
        runUntil(Duration.ofMinutes(20));
        assertThat(calls).containsExactly("invoke 900", "invoke 1200");
    }

    @Test
    void aRateGoesOnAfterAnEventThatCouldNotBePut() {
        call("PutRule", Map.of("Name", "sweep", "ScheduleExpression", "rate(1 minute)"));
        target("sweep");
        diskIsFull = true;
        assertThatThrownBy(() -> runUntil(Duration.ofMinutes(1))).hasMessageContaining("the disk is full");
        diskIsFull = false;
        runUntil(Duration.ofMinutes(2));
        assertThat(calls).containsExactly("invoke 120");
    }

    @Test
    void theEventOfARateNamesItsRule() {
        call("PutRule", Map.of("Name", "sweep", "ScheduleExpression", "rate(1 hour)"));
        List<Map<String, @Nullable Object>> seen = new ArrayList<>();
        stop();
        timeline = new ManualTimeline(START);
        database = Database.open(folder.resolve("endpoint.db"));
        bridge = new EventBridge(database, timeline, new Tags(database), new Recorder() {
            @Override
            public boolean invoke(String functionArn, String payload) {
                seen.add(Json.parseObject(payload));
                return true;
            }
        });
        bridge.recover();
        target("sweep");
        runUntil(Duration.ofHours(1));
        assertThat(seen)
                .singleElement()
                .satisfies(event -> assertThat(event)
                        .containsEntry("source", "aws.events")
                        .containsEntry("detail-type", "Scheduled Event")
                        .containsEntry("resources", List.of("arn:aws:events:us-east-1:000000000000:rule/sweep"))
                        .containsEntry("time", "2026-06-01T13:00:00Z")
                        .containsEntry("detail", Map.of()));
    }

    @Test
    void whatLambdaHasNoRoomForComesAgainAndThatIsNoTry() {
        throttled = 4;
        call("PutRule", Map.of("Name", "r", "EventPattern", "{\"source\":[\"shop\"]}"));
        target("r");
        put();
        timeline.runAll();
        assertThat(calls).containsExactly("invoke 0", "invoke 5", "invoke 10", "invoke 15", "invoke 20");
    }

    @Test
    void whatLambdaHasNoRoomForIsGivenUpAfterSixHours() {
        throttled = Integer.MAX_VALUE;
        call("PutRule", Map.of("Name", "r", "EventPattern", "{\"source\":[\"shop\"]}"));
        target("r");
        put();
        timeline.runAll();
        assertThat(timeline.clock().instant())
                .isBetween(START.plus(Duration.ofHours(6)), START.plus(Duration.ofHours(7)));
    }

    @Test
    void aFunctionThatFailsIsTriedTwoMoreTimes() {
        failures = 10;
        call("PutRule", Map.of("Name", "r", "EventPattern", "{\"source\":[\"shop\"]}"));
        target("r");
        put();
        timeline.runAll();
        assertThat(calls).containsExactly("invoke 0", "invoke 60", "invoke 180");
    }

    @Test
    void whatAFunctionHasTakenIsNotTriedAgain() {
        failures = 1;
        call("PutRule", Map.of("Name", "r", "EventPattern", "{\"source\":[\"shop\"]}"));
        target("r");
        put();
        timeline.runAll();
        assertThat(calls).containsExactly("invoke 0", "invoke 60");
    }

    @Test
    void anEventOnItsWayIsDeliveredAfterARestart() {
        call("PutRule", Map.of("Name", "r", "EventPattern", "{\"source\":[\"shop\"]}"));
        target("r");
        put();
        // The process ends before any of its work is done.
        stop();
        timeline = new ManualTimeline(START.plusSeconds(7));
        start();
        timeline.runAll();
        assertThat(calls).containsExactly("invoke 7");
    }

    @Test
    void busesThatSendEachOtherEverythingComeToRest() {
        call("CreateEventBus", Map.of("Name", "a"));
        String bus = "arn:aws:events:us-east-1:000000000000:event-bus/a";
        call("PutRule", Map.of("Name", "r", "EventBusName", "a", "EventPattern", "{\"source\":[\"shop\"]}"));
        call("PutTargets", Map.of("Rule", "r", "EventBusName", "a", "Targets", List.of(Map.of("Id", "t", "Arn", bus))));
        call(
                "PutEvents",
                Map.of(
                        "Entries",
                        List.of(Map.of("Source", "shop", "DetailType", "t", "Detail", "{}", "EventBusName", "a"))));
        timeline.runAll();
        assertThat(timeline.isIdle()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "rate(1 minute), 0, 60",
        "rate(5 minutes), 299, 300",
        "rate(5 minutes), 300, 600",
        "rate(2 hours), 7201, 14400",
        "rate(1 day), 1, 86400"
    })
    void aRateCountsFromWhenItWasPut(String expression, long after, long next) {
        assertThat(Rate.of(expression).next(START, START.plusSeconds(after))).isEqualTo(START.plusSeconds(next));
    }

    private void commit() {
        if (diskIsFull) {
            throw new IllegalStateException("the disk is full");
        }
    }

    private void put() {
        call("PutEvents", Map.of("Entries", List.of(Map.of("Source", "shop", "DetailType", "t", "Detail", "{}"))));
    }

    private void target(String rule) {
        call("PutTargets", Map.of("Rule", rule, "Targets", List.of(Map.of("Id", "t", "Arn", FUNCTION))));
    }

    private void call(String name, Map<String, ?> members) {
        Operation operation =
                Objects.requireNonNull(bridge.service().operations().get(name), name);
        operation.run(Caller.UNKNOWN, new Parameters(Json.parseObject(Json.write(members))));
    }

    private void runUntil(Duration passed) {
        Instant end = START.plus(passed);
        while (timeline.clock().instant().isBefore(end)) {
            assertThat(timeline.runOne()).isTrue();
        }
        timeline.runWork();
    }

    /** Notes the second of each call; fails as often as it is told. */
    private class Recorder implements Targets {
        @Override
        public boolean invoke(String functionArn, String payload) {
            calls.add("invoke "
                    + Duration.between(START, timeline.clock().instant()).toSeconds());
            if (failures-- > 0) {
                throw new IllegalStateException("told to fail");
            }
            return throttled-- <= 0;
        }

        @Override
        public void start(String machineArn, String name, String input) {
            throw new AssertionError("no state machine is a target here");
        }
    }
}

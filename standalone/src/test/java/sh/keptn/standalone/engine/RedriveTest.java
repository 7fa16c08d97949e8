package sh.keptn.standalone.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sh.keptn.events.Json;
import sh.keptn.standalone.database.Database;
import sh.keptn.standalone.time.ManualTimeline;
import sh.keptn.standalone.time.Timeline;

/** Step Functions, "Restarting state machine executions with redrive"; no recording covers it. */
final class RedriveTest {

    private static final Instant START = Instant.parse("2026-06-01T12:00:00Z");
    private static final String TASK = "'Type':'Task','Resource':'arn:aws:states:::lambda:invoke.waitForTaskToken',"
            + "'Arguments':{'FunctionName':'f','Payload':{'token':'{% $states.context.Task.Token %}',"
            + "'execution':'{% $states.context.Execution %}','retries':'{% $states.context.State.RetryCount %}',"
            + "'input':'{% $states.input %}'}}";

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    @SuppressWarnings("NullAway.Init")
    private Database database;

    @SuppressWarnings("NullAway.Init")
    private EmbeddedEngine engine;

    private ManualTimeline timeline = new ManualTimeline(START);
    private final List<FunctionCall> calls = new ArrayList<>();

    @BeforeEach
    void open() {
        database = Database.open(folder.resolve("keptn.db"));
        engine = new EmbeddedEngine(database, timeline, this::call, (execution, status) -> {}, new Random(1));
    }

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void aMapStateGoesOnWithTheIterationsThatHadNotSucceeded() {
        String execution =
                start("'m':{'Type':'Map','Items':[1,2,3,4],'MaxConcurrency':2,'ItemProcessor':{'StartAt':'t',"
                        + "'States':{'t':{" + TASK + ",'End':true}}},'End':true}");
        timeline.runAll();
        answer(0, "\"one\"");
        timeline.runAll();
        engine.fail(token(1), "E", "broken");
        assertThat(status(execution)).isEqualTo(ExecutionStatus.FAILED);
        assertThat(inputs()).containsExactly("1", "2", "3");

        redriveAndRestart(execution);
        timeline.runAll();
        assertThat(inputs().subList(3, calls.size())).containsExactlyInAnyOrder("2", "3");
        int next = calls.size();
        answer(3, "\"a\"");
        answer(4, "\"b\"");
        timeline.runAll();
        assertThat(inputs().subList(next, calls.size())).containsExactly("4");
        answer(next, "\"four\"");
        assertThat(status(execution)).isEqualTo(ExecutionStatus.SUCCEEDED);
        assertThat(engine.execution(execution).orElseThrow().output())
                .isIn("[\"one\",\"a\",\"b\",\"four\"]", "[\"one\",\"b\",\"a\",\"four\"]");
    }

    @Test
    void variablesAndPassedStatesStay() {
        String execution = start(
                "'a':{'Type':'Pass','Assign':{'x':7},'Next':'t'},'t':{" + TASK + ",'Output':'{% $x %}','End':true}");
        timeline.runAll();
        engine.fail(token(0), "E", "broken");
        redriveAndRestart(execution);
        timeline.runAll();
        answer(1, "{}");
        assertThat(engine.execution(execution).orElseThrow().output()).isEqualTo("7");
        assertThat(types(execution)).containsOnlyOnce("PassStateEntered");
    }

    @Test
    void theContextHasTheRedriveFromTheFirstOneOn() {
        String execution = start("'t':{" + TASK + ",'End':true}");
        timeline.runAll();
        assertThat(context(0)).doesNotContainKeys("RedriveCount", "RedriveTime");
        engine.stop(execution, "E", "by hand");
        pass(Duration.ofMinutes(1));
        redriveAndRestart(execution);
        timeline.runAll();
        assertThat(context(1))
                .containsEntry("RedriveCount", 1L)
                .containsEntry("RedriveTime", "2026-06-01T12:01:00.000Z")
                .containsEntry("StartTime", "2026-06-01T12:00:00.000Z");
        engine.stop(execution, "E", "by hand");
        assertThat(engine.redrive(execution, "second")).isTrue();
        timeline.runAll();
        assertThat(context(2)).containsEntry("RedriveCount", 2L);
        assertThat(token(2)).isNotEqualTo(token(1)).isNotEqualTo(token(0));
    }

    @Test
    void retriesAndTimeoutsStartAnew() {
        String execution = start(
                "'t':{" + TASK
                        + ",'TimeoutSeconds':100,'Retry':[{'ErrorEquals':['E'],'IntervalSeconds':1,'MaxAttempts':1}],'End':true}");
        timeline.runAll();
        engine.fail(token(0), "E", "first");
        assertThat(timeline.runOne()).as("the interval").isTrue();
        timeline.runAll();
        engine.fail(token(1), "E", "second");
        assertThat(status(execution)).isEqualTo(ExecutionStatus.FAILED);
        pass(Duration.ofSeconds(90));
        redriveAndRestart(execution);
        timeline.runAll();
        assertThat(payload(2)).containsEntry("retries", 0L);
        pass(Duration.ofSeconds(50));
        engine.fail(token(2), "E", "third");
        assertThat(status(execution)).isEqualTo(ExecutionStatus.RUNNING);
    }

    @Test
    void aTimedOutMachineHasItsWholeTimeAgain() {
        String execution = engine.start(
                engine.publish(
                        "m", "1", machine("'w':{'Type':'Wait','Seconds':100,'End':true}", "'TimeoutSeconds':60,")),
                "one",
                "{}");
        while (status(execution) == ExecutionStatus.RUNNING) {
            assertThat(timeline.runOne()).isTrue();
        }
        assertThat(status(execution)).isEqualTo(ExecutionStatus.TIMED_OUT);
        redriveAndRestart(execution);
        while (status(execution) == ExecutionStatus.RUNNING) {
            assertThat(timeline.runOne()).isTrue();
        }
        assertThat(engine.execution(execution).orElseThrow().stopTime()).isEqualTo(START.plusSeconds(120));
        assertThat(types(execution))
                .containsExactly(
                        "ExecutionStarted",
                        "WaitStateEntered",
                        "ExecutionTimedOut",
                        "ExecutionRedriven",
                        "WaitStateEntered",
                        "ExecutionTimedOut");
    }

    @Test
    void afterFourteenDaysItIsTooLate() {
        String execution = start("'f':{'Type':'Fail'}");
        pass(Duration.ofDays(14));
        assertThat(engine.redrive(execution, "in time")).isTrue();
        pass(Duration.ofDays(14).plusSeconds(1));
        assertThat(engine.redrive(execution, "late")).isFalse();
        assertThat(engine.redrive(execution, "in time")).as("repeated").isTrue();
    }

    private void redriveAndRestart(String execution) {
        assertThat(engine.redrive(execution, "first")).isTrue();
        database.close();
        timeline = new ManualTimeline(timeline.clock().instant());
        open();
        engine.recover();
    }

    private void pass(Duration time) {
        timeline.at(timeline.clock().instant().plus(time), Timeline.Kind.PROGRESS, () -> {});
        Instant end = timeline.clock().instant().plus(time);
        while (timeline.clock().instant().isBefore(end)) {
            assertThat(timeline.runOne()).isTrue();
        }
    }

    private String start(String states) {
        return engine.start(
                engine.publish("m", Integer.toHexString(states.hashCode()), machine(states, "")), "one", "{}");
    }

    private static String machine(String states, String more) {
        String startAt = states.substring(1, states.indexOf("':"));
        return ("{'QueryLanguage':'JSONata'," + more + "'StartAt':'" + startAt + "','States':{" + states + "}}")
                .replace('\'', '"');
    }

    private void answer(int call, String output) {
        engine.succeed(token(call), output);
    }

    private @Nullable Object call(FunctionCall call) {
        calls.add(call);
        return Map.of();
    }

    private String token(int call) {
        return String.valueOf(calls.get(call).token());
    }

    private Map<String, @Nullable Object> payload(int call) {
        return Json.object(
                (Map<?, ?>) java.util.Objects.requireNonNull(calls.get(call).payload()));
    }

    private Map<String, @Nullable Object> context(int call) {
        return Json.child(payload(call), "execution");
    }

    private List<String> inputs() {
        return calls.stream()
                .map(call -> Json.write(Json.object((Map<?, ?>) java.util.Objects.requireNonNull(call.payload()))
                        .get("input")))
                .toList();
    }

    private ExecutionStatus status(String execution) {
        return engine.execution(execution).orElseThrow().status();
    }

    private List<String> types(String execution) {
        return engine.history(execution).stream().map(HistoryEvent::type).toList();
    }
}

package sh.keptn.standalone.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import sh.keptn.controlplane.ports.StateMachines.TokenAnswer;
import sh.keptn.controlplane.ports.StoreUnavailableException;
import sh.keptn.events.Json;
import sh.keptn.standalone.database.Database;
import sh.keptn.standalone.time.ManualTimeline;
import sh.keptn.standalone.time.VirtualTimeline;

final class EmbeddedEngineTest {

    private static final Instant START = Instant.parse("2026-06-01T12:00:00Z");
    private static final String TASK = "{'Type':'Task','Resource':'arn:aws:states:::lambda:invoke.waitForTaskToken',"
            + "'Arguments':{'FunctionName':'dispatch','Payload':{'token':'{% $states.context.Task.Token %}',"
            + "'redrive':'{% $exists($states.context.Execution.RedriveCount)"
            + " ? $states.context.Execution.RedriveCount : 0 %}'}},'TimeoutSeconds':100,";
    private static final String TWO_TASKS = machine(
            "'StartAt':'test','States':{'test':" + TASK + "'Next':'release'},'release':" + TASK + "'End':true}}}");

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    @SuppressWarnings("NullAway.Init")
    private Database database;

    @SuppressWarnings("NullAway.Init")
    private EmbeddedEngine engine;

    private ManualTimeline timeline = new ManualTimeline(START);
    private final List<FunctionCall> calls = new ArrayList<>();
    private final List<String> ended = new ArrayList<>();
    private @Nullable RuntimeException listenerFails;
    private @Nullable Runnable duringCall;
    private volatile Runnable afterCommit = () -> {};

    @BeforeEach
    void open() {
        database = Database.open(folder.resolve("keptn.db"));
        engine = new EmbeddedEngine(database, timeline, this::call, this::ended, new Random(1));
    }

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void anAnswerEndsOneStateAndEntersTheNext() {
        String execution = start(TWO_TASKS, "one");
        timeline.runAll();
        assertThat(engine.succeed(token(0), "{\"a\":1}")).isEqualTo(TokenAnswer.TAKEN);
        timeline.runAll();
        assertThat(calls).extracting(FunctionCall::state).containsExactly("test", "release");
        assertThat(engine.succeed(token(1), "{\"b\":2.0}")).isEqualTo(TokenAnswer.TAKEN);
        Execution end = engine.execution(execution).orElseThrow();
        assertThat(end.status()).isEqualTo(ExecutionStatus.SUCCEEDED);
        assertThat(end.output()).isEqualTo("{\"b\":2}");
        assertThat(timeline.timers()).isZero();
        assertThat(ended).isEmpty();
    }

    @Test
    void aTokenIsLongRandomAndUsedOnce() {
        start(TWO_TASKS, "one");
        start(TWO_TASKS, "two");
        timeline.runAll();
        assertThat(token(0)).hasSizeGreaterThan(40).isNotEqualTo(token(1));
        assertThat(engine.succeed(token(0), "{}")).isEqualTo(TokenAnswer.TAKEN);
        assertThat(engine.succeed(token(0), "{}")).isEqualTo(TokenAnswer.GONE);
        assertThat(engine.fail(token(0), "E", "c")).isEqualTo(TokenAnswer.GONE);
        for (String wrong : List.of("", "x", "a.b", token(1) + "x", "." + token(1).split("\\.", 2)[1])) {
            assertThat(engine.succeed(wrong, "{}")).as(wrong).isEqualTo(TokenAnswer.GONE);
        }
    }

    @Test
    void ofConcurrentAnswersExactlyOneIsTaken() throws Exception {
        start(TWO_TASKS, "one");
        timeline.runAll();
        ExecutorService executor = Executors.newFixedThreadPool(8);
        try {
            List<Callable<TokenAnswer>> answers = new ArrayList<>();
            for (int i = 0; i < 32; i++) {
                boolean pass = i % 2 == 0;
                answers.add(() -> pass ? engine.succeed(token(0), "{}") : engine.fail(token(0), "E", "c"));
            }
            int taken = 0;
            for (var each : executor.invokeAll(answers)) {
                taken += each.get() == TokenAnswer.TAKEN ? 1 : 0;
            }
            assertThat(taken).isOne();
        } finally {
            executor.shutdownNow();
        }
    }

    @Test
    void anAnswerAfterTheTimeoutIsGone() {
        String execution = start(TWO_TASKS, "one");
        timeline.runAll();
        assertThat(timeline.runOne()).as("the deadline").isTrue();
        assertThat(status(execution)).isEqualTo(ExecutionStatus.FAILED);
        assertThat(engine.execution(execution).orElseThrow().error()).isEqualTo("States.Timeout");
        assertThat(engine.succeed(token(0), "{}")).isEqualTo(TokenAnswer.GONE);
    }

    @Test
    void anAnswerMayComeBeforeTheFunctionReturns() {
        duringCall = () -> engine.succeed(token(calls.size() - 1), "{}");
        String execution = start(TWO_TASKS, "one");
        timeline.runAll();
        assertThat(status(execution)).isEqualTo(ExecutionStatus.SUCCEEDED);
        assertThat(calls).hasSize(2);
    }

    @Test
    void heartbeatsMoveTheTimeout() {
        String machine = TWO_TASKS.replace("\"TimeoutSeconds\":100", "\"HeartbeatSeconds\":10");
        String execution = start(machine, "one");
        timeline.runAll();
        timeline.at(
                START.plusSeconds(9),
                sh.keptn.standalone.time.Timeline.Kind.PROGRESS,
                () -> assertThat(engine.heartbeat(token(0))).isEqualTo(TokenAnswer.TAKEN));
        timeline.runAll();
        while (status(execution) == ExecutionStatus.RUNNING) {
            assertThat(timeline.runOne()).isTrue();
        }
        assertThat(engine.execution(execution).orElseThrow().stopTime()).isEqualTo(START.plusSeconds(19));
    }

    @Test
    void anExecutionNameStartsOnce() {
        String first = start(TWO_TASKS, "one");
        assertThat(start(TWO_TASKS, "one")).isEqualTo(first);
        timeline.runAll();
        assertThat(calls).hasSize(1);
        engine.stop(first, "Keptn.Aborted", "by hand");
        assertThat(start(TWO_TASKS, "one")).isEqualTo(first);
        timeline.runAll();
        assertThat(calls).hasSize(1);
    }

    @Test
    void aStoppedExecutionStaysStopped() {
        String execution = start(TWO_TASKS, "one");
        timeline.runAll();
        engine.stop(execution, "Keptn.Aborted", "by hand");
        engine.stop(execution, "Other", "again");
        timeline.runAll();
        Execution end = engine.execution(execution).orElseThrow();
        assertThat(end.status()).isEqualTo(ExecutionStatus.ABORTED);
        assertThat(end.error()).isEqualTo("Keptn.Aborted");
        assertThat(engine.succeed(token(0), "{}")).isEqualTo(TokenAnswer.GONE);
        assertThat(timeline.timers()).isZero();
        assertThat(ended).containsExactly(execution + " ABORTED");
    }

    @Test
    void aRedriveContinuesAtTheFailedTask() {
        String execution = start(TWO_TASKS, "one");
        timeline.runAll();
        engine.succeed(token(0), "{}");
        timeline.runAll();
        engine.fail(token(1), "Keptn.TaskFailed", "broken");
        timeline.runAll();
        assertThat(ended).containsExactly(execution + " FAILED");

        assertThat(engine.redrive(execution, "first")).isTrue();
        assertThat(engine.redrive(execution, "first")).as("repeated").isTrue();
        assertThat(engine.redrive(execution, "second")).as("while it runs").isFalse();
        timeline.runAll();
        assertThat(calls).extracting(FunctionCall::state).containsExactly("test", "release", "release");
        assertThat(Json.write(calls.get(2).payload())).contains("\"redrive\":1");
        assertThat(engine.succeed(token(1), "{}")).as("the old token").isEqualTo(TokenAnswer.GONE);
        assertThat(engine.succeed(token(2), "{}")).isEqualTo(TokenAnswer.TAKEN);

        assertThat(status(execution)).isEqualTo(ExecutionStatus.SUCCEEDED);
        assertThat(engine.redrive(execution, "third")).as("after success").isFalse();
        assertThat(engine.redrive("execution:none:none", "x")).isFalse();
        assertThat(types(execution))
                .containsSubsequence("TaskFailed", "ExecutionFailed", "ExecutionRedriven", "TaskScheduled")
                .containsOnlyOnce("ExecutionRedriven");
    }

    @Test
    void aRedriveOfAParallelStateContinuesTheBranchesThatHadNotEnded() {
        String execution = start(
                machine("'StartAt':'both','States':{'both':{'Type':'Parallel','Branches':["
                        + "{'StartAt':'done','States':{'done':" + TASK + "'End':true}}},"
                        + "{'StartAt':'open','States':{'open':" + TASK + "'End':true}}},"
                        + "{'StartAt':'broken','States':{'broken':" + TASK + "'End':true}}}],'End':true}}}"),
                "one");
        timeline.runAll();
        engine.succeed(token(0), "1");
        engine.fail(token(2), "Keptn.TaskFailed", "broken");
        timeline.runAll();
        assertThat(ended).containsExactly(execution + " FAILED");
        assertThat(engine.succeed(token(1), "2")).as("after the end").isEqualTo(TokenAnswer.GONE);

        assertThat(engine.redrive(execution, "first")).isTrue();
        restart();
        timeline.runAll();
        assertThat(calls.subList(3, calls.size()))
                .extracting(FunctionCall::state)
                .containsOnly("open", "broken");
        assertThat(engine.succeed(token(calls.size() - 1), "3")).isEqualTo(TokenAnswer.TAKEN);
        assertThat(engine.succeed(token(calls.size() - 2), "2")).isEqualTo(TokenAnswer.TAKEN);
        assertThat(engine.execution(execution).orElseThrow().output()).isEqualTo("[1,2,3]");
    }

    @Test
    void anAbortEndsAllBranches() {
        String execution = start(
                machine(
                        "'StartAt':'both','States':{'both':{'Type':'Parallel','Branches':["
                                + "{'StartAt':'task','States':{'task':" + TASK + "'End':true}}},"
                                + "{'StartAt':'wait','States':{'wait':{'Type':'Wait','Seconds':60,'End':true}}}],'End':true}}}"),
                "one");
        timeline.runAll();
        engine.stop(execution, "Keptn.Aborted", "no more");
        assertThat(status(execution)).isEqualTo(ExecutionStatus.ABORTED);
        assertThat(timeline.timers()).isZero();
        assertThat(engine.succeed(token(0), "1")).isEqualTo(TokenAnswer.GONE);
    }

    @Test
    void aRedrivenFailStateFailsAgain() {
        String execution = start(machine("'StartAt':'f','States':{'f':{'Type':'Fail','Error':'E'}}}"), "one");
        assertThat(engine.redrive(execution, "x")).isTrue();
        assertThat(status(execution)).isEqualTo(ExecutionStatus.FAILED);
        assertThat(types(execution))
                .containsExactly(
                        "ExecutionStarted",
                        "FailStateEntered",
                        "ExecutionFailed",
                        "ExecutionRedriven",
                        "FailStateEntered",
                        "ExecutionFailed");
        timeline.runAll();
        assertThat(ended).hasSize(2);
    }

    @Test
    void aCallWhoseEndIsNotOnDiskIsMadeAgain() {
        String execution = start(TWO_TASKS, "one");
        duringCall = database::close;
        timeline.runAll();
        duringCall = null;
        restart();
        timeline.runAll();
        assertThat(calls).hasSize(2);
        assertThat(calls.get(1)).isEqualTo(calls.get(0));
        assertThat(engine.succeed(token(0), "{}")).isEqualTo(TokenAnswer.TAKEN);
        assertThat(status(execution)).isEqualTo(ExecutionStatus.RUNNING);
    }

    @Test
    void aCallThatReturnedIsNotMadeAgain() {
        start(TWO_TASKS, "one");
        timeline.runAll();
        restart();
        timeline.runAll();
        assertThat(calls).hasSize(1);
        assertThat(timeline.timers()).as("its timeout").isOne();
        assertThat(engine.succeed(token(0), "{}")).isEqualTo(TokenAnswer.TAKEN);
        restart();
        assertThat(engine.succeed(token(0), "{}")).isEqualTo(TokenAnswer.GONE);
        timeline.runAll();
        assertThat(calls).hasSize(2);
    }

    @Test
    void theListenerHearsOfEveryEndAtLeastOnce() {
        String execution = start(TWO_TASKS, "one");
        engine.stop(execution, "E", "c");
        restart();
        listenerFails = new IllegalStateException("not now");
        timeline.runOne();
        assertThat(ended).isEmpty();
        listenerFails = null;
        timeline.runAll();
        assertThat(ended).containsExactly(execution + " ABORTED");
        restart();
        timeline.runAll();
        assertThat(ended).hasSize(1);
    }

    @Test
    void anExceptionIsAnErrorOfItsClassName() {
        duringCall = () -> {
            throw new UnsupportedOperationException("not here");
        };
        String execution = start(TWO_TASKS, "one");
        timeline.runAll();
        Execution end = engine.execution(execution).orElseThrow();
        assertThat(end.error()).isEqualTo("UnsupportedOperationException");
        assertThat(Json.parseObject(String.valueOf(end.cause()))).containsEntry("errorMessage", "not here");
    }

    @Test
    void publishingTheSameVersionAgainChangesNothing() {
        String reference = engine.publish("m", "h1", TWO_TASKS);
        assertThat(engine.publish("m", "h1", TWO_TASKS)).isEqualTo(reference);
        assertThat(engine.publish("m", "h2", TWO_TASKS)).isNotEqualTo(reference);
        restart();
        assertThat(engine.start(reference, "one", "{}")).isEqualTo("execution:m:one");
    }

    @Test
    void aDefinitionThatCannotRunIsNotPublished() {
        assertThatThrownBy(() -> engine.publish("m", "1", machine("'StartAt':'a','States':{}}")))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> engine.start("m:1", "one", "{}")).hasMessageContaining("`m:1`");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\ud83d\ude00", "a\udbff\udffd", "a\ud83d", "a\u0085", "a\u009f", "\uffff", "\ufffeb"})
    void namesThatListsWouldMissAreRefused(String name) {
        String reference = engine.publish("\u00fcber-\ufffd", "1", TWO_TASKS);
        assertThatThrownBy(() -> engine.start(reference, name, "{}")).isInstanceOf(IllegalArgumentException.class);
        assertThat(engine.start(reference, "\u4e00", "{}")).isEqualTo("execution:\u00fcber-\ufffd:\u4e00");
    }

    @Test
    void namesAndSizesAreChecked() {
        assertThatThrownBy(() -> engine.publish("a b", "1", TWO_TASKS)).hasMessageContaining("`a b`");
        assertThatThrownBy(() -> start(TWO_TASKS, "x".repeat(81))).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> engine.start("none:1", "x", "{}")).hasMessageContaining("`none:1`");
        String large = Json.write("x".repeat(300_000));
        assertThatThrownBy(() -> engine.succeed("t", large)).hasMessageContaining("256 KiB");
        assertThat(engine.execution("none")).isEmpty();
        assertThat(engine.history("none")).isEmpty();
    }

    @Test
    void anEndlessMachineReachesTheHistoryLimit() {
        String execution = start(
                machine("'StartAt':'a','States':{'a':{'Type':'Pass','Next':'b'},'b':{'Type':'Pass','Next':'a'}}}"),
                "one");
        assertThat(status(execution)).isEqualTo(ExecutionStatus.FAILED);
        assertThat(engine.history(execution)).hasSize(Quotas.EVENTS);
        assertThat(engine.redrive(execution, "x")).isFalse();
    }

    @Test
    void fiveHundredExecutionsFinishInVirtualTime() throws Exception {
        int count = 500;
        CountDownLatch answered = new CountDownLatch(2 * count);
        try (VirtualTimeline virtual = new VirtualTimeline(START)) {
            EmbeddedEngine[] holder = new EmbeddedEngine[1];
            EmbeddedEngine own = new EmbeddedEngine(
                    database,
                    virtual,
                    call -> {
                        virtual.at(
                                virtual.clock().instant().plusSeconds(30),
                                sh.keptn.standalone.time.Timeline.Kind.PROGRESS,
                                () -> {
                                    holder[0].succeed(String.valueOf(call.token()), "{}");
                                    answered.countDown();
                                });
                        return Map.of();
                    },
                    this::ended,
                    new Random(1));
            holder[0] = own;
            String machine = own.publish("m", "1", TWO_TASKS);
            long begin = System.nanoTime();
            virtual.run(() -> IntStream.range(0, count).forEach(i -> own.start(machine, "run" + i, "{}")));
            assertThat(answered.await(60, TimeUnit.SECONDS)).isTrue();
            Duration took = Duration.ofNanos(System.nanoTime() - begin);
            System.out.println(count + " two-task executions in " + took.toMillis() + " ms");
            HashSet<ExecutionStatus> states = new HashSet<>();
            IntStream.range(0, count)
                    .forEach(i -> states.add(
                            own.execution("execution:m:run" + i).orElseThrow().status()));
            assertThat(states).containsExactly(ExecutionStatus.SUCCEEDED);
        }
    }

    /** No retrier is asked, however often that is. */
    @Test
    void aFunctionThatCannotReachTheDiskIsCalledAgainAndReportedOnce() {
        AtomicInteger failures = new AtomicInteger(10);
        duringCall = () -> {
            if (failures.getAndDecrement() > 0) {
                throw new StoreUnavailableException("full", new IllegalStateException("full"));
            }
        };
        String execution = start(TWO_TASKS, "one");
        assertThatThrownBy(timeline::runAll)
                .isInstanceOf(StoreUnavailableException.class)
                .hasMessage("full");
        timeline.runAll();
        assertThat(calls).hasSize(11);
        assertThat(engine.succeed(token(10), "{}")).isEqualTo(TokenAnswer.TAKEN);
        timeline.runAll();
        assertThat(engine.history(execution))
                .extracting(HistoryEvent::type)
                .doesNotContain("LambdaFunctionFailed", "TaskFailed");
        failures.set(1);
        start(TWO_TASKS, "two");
        assertThatThrownBy(timeline::runAll).as("once more").hasMessage("full");
    }

    @Test
    void aBranchIsRecoveredWhereAnotherOneHasGoneOnBefore() {
        String branches = "{'StartAt':'a','States':{'a':" + TASK + "'Next':'c'},'c':" + TASK + "'End':true}}},"
                + "{'StartAt':'b','States':{'b':" + TASK + "'End':true}}}";
        String execution = start(
                machine("'StartAt':'both','States':{'both':{'Type':'Parallel','End':true,'Branches':[" + branches
                        + "]}}}"),
                "one");
        assertThat(timeline.runOne()).isTrue();
        assertThat(calls).extracting(FunctionCall::state).containsExactly("a");
        reopen();
        assertThat(engine.succeed(token(0), "{}")).isEqualTo(TokenAnswer.TAKEN);
        engine.recover();
        timeline.runAll();
        assertThat(calls).extracting(FunctionCall::state).containsExactlyInAnyOrder("a", "b", "c");
        assertThat(status(execution)).isEqualTo(ExecutionStatus.RUNNING);
    }

    @Test
    void nobodyHearsThatHeIsTooLateBeforeThatIsOnDiskForWhichHeIs() {
        database.close();
        database = Database.open(folder.resolve("keptn.db"), () -> afterCommit.run());
        engine = new EmbeddedEngine(database, timeline, this::call, this::ended, new Random(1));
        start(TWO_TASKS, "one");
        timeline.runAll();
        // That the function has returned is stored without waiting; it must not be the commit that fails.
        database.readNewest(statements -> "");
        Thread first = Thread.currentThread();
        FutureTask<TokenAnswer> late = new FutureTask<>(() -> engine.succeed(token(0), "{}"));
        Thread second = new Thread(late, "late");
        afterCommit = () -> {
            afterCommit = () -> {};
            awaitWaiting(first);
            second.start();
            awaitWaiting(second);
            throw new IllegalStateException("the power is gone");
        };
        assertThatThrownBy(() -> engine.succeed(token(0), "{}")).hasMessageContaining("the power is gone");
        assertThatThrownBy(late::get).hasMessageContaining("the power is gone");
    }

    private static void awaitWaiting(Thread thread) {
        while (thread.isAlive() && thread.getState() != Thread.State.WAITING) {
            Thread.onSpinWait();
        }
    }

    private @Nullable Object call(FunctionCall call) {
        calls.add(call);
        if (duringCall != null) {
            duringCall.run();
        }
        return Map.of();
    }

    private void ended(String execution, ExecutionStatus status) {
        if (listenerFails != null) {
            throw listenerFails;
        }
        ended.add(execution + " " + status);
    }

    private void restart() {
        reopen();
        engine.recover();
    }

    private void reopen() {
        database.close();
        timeline = new ManualTimeline(timeline.clock().instant());
        open();
    }

    private String start(String definition, String name) {
        return engine.start(engine.publish("m", Integer.toHexString(definition.hashCode()), definition), name, "{}");
    }

    private String token(int call) {
        return String.valueOf(calls.get(call).token());
    }

    private ExecutionStatus status(String execution) {
        return engine.execution(execution).orElseThrow().status();
    }

    private List<String> types(String execution) {
        return engine.history(execution).stream().map(HistoryEvent::type).toList();
    }

    private static String machine(String json) {
        return ("{'QueryLanguage':'JSONata'," + json)
                .replace("\\'", "\u0000")
                .replace('\'', '"')
                .replace("\u0000", "'");
    }
}

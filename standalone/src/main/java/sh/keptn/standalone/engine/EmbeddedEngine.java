package sh.keptn.standalone.engine;

import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import sh.keptn.controlplane.ports.StateMachines;
import sh.keptn.events.Json;
import sh.keptn.expressions.JsonValues;
import sh.keptn.expressions.StatesFunctions;
import sh.keptn.standalone.database.Database;
import sh.keptn.standalone.database.DatabaseException;
import sh.keptn.standalone.engine.EngineTables.Notice;
import sh.keptn.standalone.engine.EngineTables.Numbered;
import sh.keptn.standalone.engine.Snapshot.Waiting;
import sh.keptn.standalone.time.Timeline;

/**
 * The state machine engine of one process. What {@link Interpreter} decides is on disk before a function is called, a
 * timer is set or an answer is acknowledged; an execution that waits is a row and a timer. After a restart {@link #recover}
 * continues what was open: a function call whose end is not on disk is made again with the same payload and token. Where a
 * step cannot be stored, who asked for it gets an exception; what the engine itself would do, it does again after a while.
 */
public final class EmbeddedEngine implements StateMachines {

    private static final int LOCKS = 256;
    private static final int PAGE = 500;

    /** Nothing from U+FFFE on either: names are listed by what they begin with, and U+FFFF ends such a list. */
    private static final Pattern NAME = Pattern.compile(
            "[^\\s\\p{Cc}\\p{Cs}\\uFFFE\\uFFFF\\x{10000}-\\x{10FFFF}" + "<>{}\\[\\]?*\"#%\\\\^|~`$&,;:/]{1,80}");

    private final EngineTables tables;
    private final Timeline timeline;
    private final Interpreter interpreter;
    private final Machines machines;
    private final FunctionCalls functions;
    private final WaitTimers timers;
    private final EndNotices notices;
    private final RestingExecutions resting;

    /** Whether waiting for the disk is in vain: the process ends, or simulates and says what has failed. */
    private final BooleanSupplier over;

    /** By execution that went on before {@link #recover}: the waits that began in this process, whose functions it has called. */
    private final Map<String, Set<Long>> begunHere = new ConcurrentHashMap<>();

    private volatile boolean recovered;

    private final ReentrantLock[] locks =
            Stream.generate(ReentrantLock::new).limit(LOCKS).toArray(ReentrantLock[]::new);

    /**
     * Creates the tables where there are none.
     *
     * @param functions called on the timeline's workers; may call the engine
     * @param listener told of executions that end without success, on the timeline's workers
     * @param random for JitterStrategy and $random; tokens have their own source
     */
    public EmbeddedEngine(
            Database database,
            Timeline timeline,
            FunctionInvoker functions,
            StatusListener listener,
            RandomGenerator random) {
        this.tables = new EngineTables(database, listener.hearsOfSuccess());
        this.timeline = timeline;
        this.interpreter = new Interpreter(new Chance(new Tokens()::make, random::nextDouble));
        this.machines = new Machines(tables, new StatesFunctions(timeline::clock, random::nextDouble));
        this.over = () -> database.isClosed() || timeline.isVirtual();
        this.functions = new FunctionCalls(functions, timeline, over, this::tell);
        this.timers = new WaitTimers(timeline, reference -> tell(reference, new Signal.Clock()));
        this.notices = new EndNotices(tables, timeline, listener, over);
        this.resting = new RestingExecutions(timeline, over, this::goOn);
    }

    /** Continues what an earlier process left; call once, when the functions and the listener can work. */
    public void recover() {
        long last = 0;
        for (List<Numbered> page = tables.running(last, PAGE); !page.isEmpty(); page = tables.running(last, PAGE)) {
            page.forEach(left -> recover(left.snapshot()));
            last = page.get(page.size() - 1).number();
        }
        recovered = true;
        begunHere.clear();
        notices.recover();
    }

    private void recover(Snapshot left) {
        ReentrantLock lock = lock(left.reference());
        try {
            Set<Long> begun = begunHere.get(left.reference());
            Snapshot now =
                    begun == null ? left : tables.newest(left.reference()).orElse(left);
            // One branch may have gone on here already while the others still wait for calls of the process before.
            timers.set(now);
            callFunctions(now, begun == null ? Set.of() : begun);
        } finally {
            lock.unlock();
        }
    }

    /**
     * {@inheritDoc}
     *
     * @throws IllegalArgumentException if the definition cannot run here; the message is one sentence
     */
    @Override
    public String publish(String name, String hash, String definition) {
        checkName("state machine", name);
        String reference = name + ":" + hash;
        machines.publish(reference, name, definition);
        return reference;
    }

    /**
     * Publishes a version under a reference of the caller's choice; what follows a {@code #} in it is not shown to
     * expressions.
     *
     * @throws InvalidDefinitionException if the definition cannot run here
     */
    public void publishAs(String reference, String name, String definition) {
        machines.publish(reference, name, definition);
    }

    /**
     * Checks a definition without publishing it.
     *
     * @throws InvalidDefinitionException if it cannot run here
     */
    public void check(String definition) {
        machines.read("checked", definition);
    }

    /**
     * {@inheritDoc}
     *
     * @throws IllegalArgumentException if there is no such machine version, the name breaks the rules of Step Functions,
     *     or the input is larger than 256 KiB
     */
    @Override
    public String start(String machineVersion, String executionName, String input) {
        checkName("execution", executionName);
        checkSize("input", input);
        Definition definition = machines.definition(machineVersion);
        String reference = "execution:" + definition.name() + ":" + executionName;
        Object value = JsonValues.normal(Json.parse(input));
        create(reference, machineVersion, executionName, value);
        return reference;
    }

    /**
     * Starts an execution under a reference of the caller's choice.
     *
     * @return what there was under it before; empty where this call has started it
     * @throws IllegalArgumentException as {@link #start}
     * @throws sh.keptn.events.JsonException if the input is no JSON
     */
    public Optional<Earlier> startAs(String reference, String machineVersion, String executionName, String input) {
        checkName("execution", executionName);
        checkSize("input", input);
        machines.definition(machineVersion);
        Object value = JsonValues.normal(Json.parse(input));
        return create(reference, machineVersion, executionName, value)
                .map(earlier -> new Earlier(show(earlier), Objects.equals(earlier.input(), value)));
    }

    /** An execution that was there before, and whether its input is the same. */
    public record Earlier(Execution execution, boolean sameInput) {}

    private Optional<Snapshot> create(
            String reference, String machineVersion, String executionName, @Nullable Object input) {
        return decide(reference, known -> {
            if (known != null) {
                return tables.stored(reference).thenApply(done -> Optional.ofNullable(known));
            }
            Instant now = timeline.clock().instant();
            Snapshot created = Interpreter.create(reference, machineVersion, executionName, input, now);
            return advance(created, new Signal.Started()).thenApply(done -> Optional.empty());
        });
    }

    /**
     * {@inheritDoc}
     *
     * @throws IllegalArgumentException if the output is larger than 256 KiB
     */
    @Override
    public TokenAnswer succeed(String token, String output) {
        checkSize("output", output);
        return answer(token, new Signal.TokenSucceeded(token, JsonValues.normal(Json.parse(output))));
    }

    /** {@inheritDoc} Error and cause are cut to 256 and 32,768 characters. */
    @Override
    public TokenAnswer fail(String token, @Nullable String error, @Nullable String cause) {
        return answer(token, new Signal.TokenFailed(token, Quotas.error(error), Quotas.cause(cause)));
    }

    /** Says that whoever works on the token is alive. */
    public TokenAnswer heartbeat(String token) {
        return answer(token, new Signal.Heartbeat(token));
    }

    @Override
    public void stop(String execution, @Nullable String error, @Nullable String cause) {
        signal(execution, new Signal.Stopped(Quotas.error(error), Quotas.cause(cause)));
    }

    @Override
    public boolean redrive(String execution, String clientToken) {
        return decide(execution, known -> {
            if (known == null) {
                return CompletableFuture.completedFuture(false);
            }
            return known.redriveTokens().contains(clientToken)
                    ? tables.stored(execution)
                    : advance(known, new Signal.Redriven(clientToken));
        });
    }

    /** What is known of an execution; empty if there is none. */
    public Optional<Execution> execution(String reference) {
        return tables.execution(reference).map(EmbeddedEngine::show);
    }

    /**
     * Executions whose references begin alike, the newest first.
     *
     * @param status null for any
     * @param before the place that the last one of the page before has, {@code Long.MAX_VALUE} for the first page
     */
    public List<Listed> executions(String prefix, @Nullable ExecutionStatus status, long before, int limit) {
        return tables.executions(prefix, status, before, limit).stream()
                .map(each -> new Listed(each.number(), show(each.snapshot())))
                .toList();
    }

    /** An execution and its place among all that there are. */
    public record Listed(long place, Execution execution) {}

    private static Execution show(Snapshot snapshot) {
        Snapshot.Outcome outcome = snapshot.outcome();
        boolean succeeded = outcome.status() == ExecutionStatus.SUCCEEDED;
        return new Execution(
                snapshot.reference(),
                snapshot.machine(),
                snapshot.name(),
                outcome.status(),
                Json.write(snapshot.input()),
                succeeded ? Json.write(outcome.output()) : null,
                outcome.error(),
                outcome.cause(),
                snapshot.started(),
                outcome.stopped(),
                snapshot.redrives(),
                snapshot.redriven(),
                snapshot.lastEvent());
    }

    /** The execution that a token belongs to; empty where it is no token. */
    public static Optional<String> executionOf(String token) {
        return Optional.ofNullable(Tokens.execution(token));
    }

    /** The transition log of an execution, oldest first; empty if there is no such execution. */
    public List<HistoryEvent> history(String reference) {
        return tables.log(reference);
    }

    private TokenAnswer answer(String token, Signal signal) {
        String execution = Tokens.execution(token);
        return execution != null && signal(execution, signal) ? TokenAnswer.TAKEN : TokenAnswer.GONE;
    }

    private boolean signal(String reference, Signal signal) {
        return decide(
                reference, known -> known == null ? CompletableFuture.completedFuture(false) : advance(known, signal));
    }

    /** Tells an execution what has happened inside of the engine; if that cannot be stored, it is told again later. */
    private void tell(String reference, Signal signal) {
        try {
            signal(reference, signal);
        } catch (DatabaseException e) {
            // Timers that are set again tell what time it is.
            List<Signal> lost = signal instanceof Signal.Clock ? List.of() : List.of(signal);
            if (resting.add(reference, lost)) {
                throw e;
            }
        }
    }

    /** Continues an execution that has rested as it is on disk: its timers may be used up, what it was told is lost. */
    private void goOn(String reference, List<Signal> lost) {
        ReentrantLock lock = lock(reference);
        try {
            tables.newest(reference).ifPresent(timers::set);
        } catch (DatabaseException e) {
            if (resting.add(reference, lost)) {
                throw e;
            }
            return;
        } finally {
            lock.unlock();
        }
        lost.forEach(signal -> timeline.run(() -> tell(reference, signal)));
    }

    /**
     * Lets a decision be taken while nobody else takes one about the execution, then waits for its end; others go on
     * meanwhile.
     *
     * @param decision takes the newest snapshot, null if there is no such execution
     */
    private <T> T decide(String reference, Function<@Nullable Snapshot, CompletableFuture<T>> decision) {
        CompletableFuture<T> done;
        ReentrantLock lock = lock(reference);
        try {
            done = decision.apply(tables.newest(reference).orElse(null));
        } finally {
            lock.unlock();
        }
        return Database.join(done);
    }

    /**
     * Steps, stores, and lets what the new state asks for follow when it is on disk, step after step of an execution; its lock
     * is held. The future completes when nothing is missing that somebody outside could notice, with whether the signal
     * was taken.
     */
    private CompletableFuture<Boolean> advance(Snapshot before, Signal signal) {
        Step step = interpreter.step(
                machines.definition(before.machine()),
                before,
                signal,
                timeline.clock().instant());
        if (step == null) {
            return tooLate(before, signal);
        }
        CompletableFuture<Boolean> stored = tables.save(before, step);
        Snapshot after = step.snapshot();
        Set<Long> old = numbers(before);
        if (!recovered) {
            numbers(after).stream()
                    .filter(number -> !old.contains(number))
                    .forEach(begunHere.computeIfAbsent(before.reference(), reference -> new HashSet<>())::add);
        }
        boolean waitsAsBefore = old.equals(numbers(after));
        Notice notice = tables.notice(after);
        if (waitsAsBefore && notice == null && signal instanceof Signal.Returned) {
            // A function that started a task has returned; a process that forgets this calls it again.
            var unused = stored.exceptionally(failure -> resting.add(before.reference(), List.of(signal)));
            return CompletableFuture.completedFuture(true);
        }
        return stored.thenApply(done -> {
            resting.stored();
            if (!waitsAsBefore) {
                timers.set(after);
                callFunctions(after, old);
            }
            if (notice != null) {
                notices.tell(notice);
            }
            return true;
        });
    }

    /** Nobody hears that something came too late before that is on disk for which it was. */
    private CompletableFuture<Boolean> tooLate(Snapshot now, Signal signal) {
        if (signal instanceof Signal.Clock) {
            // A heartbeat has moved what was due.
            timers.set(now);
        }
        return signal instanceof Signal.Returned
                ? CompletableFuture.completedFuture(false)
                : tables.stored(now.reference()).thenApply(done -> false);
    }

    private static Set<Long> numbers(Snapshot snapshot) {
        return snapshot.waits().stream().map(Waiting::number).collect(Collectors.toSet());
    }

    /** @param called the numbers of the waits whose functions have been called */
    private void callFunctions(Snapshot snapshot, Set<Long> called) {
        for (Branch branch : snapshot.branches()) {
            if (snapshot.waiting(branch) instanceof Waiting.ForTask task
                    && !task.returned()
                    && !called.contains(task.number())
                    && branch.visit() != null) {
                FunctionCall call = new FunctionCall(
                        task.function(),
                        task.payload(),
                        snapshot.reference(),
                        branch.visit().state(),
                        task.token());
                functions.start(call, task.number());
            }
        }
    }

    private ReentrantLock lock(String reference) {
        ReentrantLock lock = locks[Math.floorMod(reference.hashCode(), LOCKS)];
        lock.lock();
        return lock;
    }

    private static void checkName(String what, String name) {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException("`" + name + "` is no name of a " + what
                    + ": 1 to 80 characters, no white space, no control character, nothing beyond U+FFFD and none of"
                    + " <>{}[]?*\"#%\\^|~`$&,;:/");
        }
    }

    private static void checkSize(String what, String text) {
        if (!Quotas.allowData(text)) {
            throw new IllegalArgumentException("the " + what + " is larger than 256 KiB");
        }
    }
}

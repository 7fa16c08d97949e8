package sh.keptn.standalone.awsapi.lambda;

import java.time.Clock;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import sh.keptn.standalone.awsapi.protocol.Caller;

/** The functions that runtimes on this machine work for, by name. A function is there as soon as a runtime asks for its work. */
public final class Functions {

    /** How long an invocation waits for a runtime that is being started, or for one that is free. */
    private static final Duration START = Duration.ofSeconds(60);

    /** Lambda quotas, Concurrent executions: of all functions of a region together. Each has a thread here. */
    private static final int CONCURRENCY = 1000;

    private static final Outcome.Refused THROTTLED =
            new Outcome.Refused(Outcome.Refused.THROTTLED, "TooManyRequestsException", "Rate Exceeded.");

    /** AWS Lambda, Invoke, FunctionName: an ARN, a partial one or a name, each with or without a qualifier. */
    private static final Pattern NAME = Pattern.compile(
            "(?:(?:arn:[a-z-]+:lambda:[a-z0-9-]*:)?\\d{12}:function:)?([A-Za-z0-9_-]{1,140})(?::[^:]+)?");

    private final Clock clock;
    private final Duration timeout;
    private final Duration start;
    private final Semaphore room;
    private final Map<String, FunctionQueue> queues = new ConcurrentHashMap<>();

    /** @param timeout how long a runtime may work on one invocation */
    public Functions(Clock clock, Duration timeout) {
        this(clock, timeout, START, CONCURRENCY);
    }

    /** @param concurrency how many invocations there may be at once, those included that wait for a runtime */
    Functions(Clock clock, Duration timeout, Duration start, int concurrency) {
        this.clock = clock;
        this.timeout = timeout;
        this.start = start;
        this.room = new Semaphore(concurrency);
    }

    /**
     * Invokes a function and waits for its outcome.
     *
     * @param function ARN or name
     * @param owner in whose account and region a name is
     * @throws InterruptedException if this process ends before there is an outcome
     */
    public Outcome invoke(String function, Caller owner, String payload) throws InterruptedException {
        Matcher matcher = NAME.matcher(function);
        if (!matcher.matches()) {
            return new Outcome.Refused(400, "InvalidParameterValueException", "no name of a function: " + function);
        }
        String name = matcher.group(1);
        String arn = function.startsWith("arn:") ? function : owner.arn("lambda", "function:" + name);
        if (!room.tryAcquire()) {
            return THROTTLED;
        }
        try {
            return invoke(queue(name), new Invocation(arn, payload));
        } finally {
            room.release();
        }
    }

    private Outcome invoke(FunctionQueue queue, Invocation invocation) throws InterruptedException {
        queue.offer(invocation);
        try {
            if (!isTaken(invocation) && queue.withdraw(invocation)) {
                return queue.isKnown()
                        ? THROTTLED
                        : new Outcome.Refused(
                                404, "ResourceNotFoundException", "Function not found: " + invocation.functionArn());
            }
            return invocation.done().get(timeout.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            return Outcome.Failed.of(
                    "Sandbox.Timedout",
                    String.format(
                            Locale.ROOT,
                            "RequestId: %s Error: Task timed out after %.2f seconds",
                            invocation.id(),
                            timeout.toMillis() / 1000.0));
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        } finally {
            queue.forget(invocation);
        }
    }

    private boolean isTaken(Invocation invocation) throws InterruptedException {
        try {
            return invocation.taken().get(start.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            return false;
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    FunctionQueue queue(String name) {
        return Objects.requireNonNull(queues.computeIfAbsent(name, each -> new FunctionQueue(clock, timeout)));
    }
}

package sh.keptn.standalone.awsapi.lambda;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import sh.keptn.standalone.awsapi.http.HttpResponse;

/** The invocations of one function that nobody works on yet, and the runtimes that wait for one. */
final class FunctionQueue {

    private final Clock clock;
    private final Duration timeout;
    private final Deque<Invocation> pending = new ArrayDeque<>();
    private final Deque<CompletableFuture<HttpResponse>> runtimes = new ArrayDeque<>();
    private final Map<String, Invocation> running = new ConcurrentHashMap<>();
    private boolean known;

    FunctionQueue(Clock clock, Duration timeout) {
        this.clock = clock;
        this.timeout = timeout;
    }

    /** Whether a runtime has ever asked for work. */
    synchronized boolean isKnown() {
        return known;
    }

    /** Gives an invocation to a runtime that waits, or to the next one that comes. */
    void offer(Invocation invocation) {
        CompletableFuture<HttpResponse> runtime = waitingOrQueue(invocation, false);
        while (runtime != null && !give(invocation, runtime)) {
            runtime = waitingOrQueue(invocation, false);
        }
    }

    private synchronized @Nullable CompletableFuture<HttpResponse> waitingOrQueue(
            Invocation invocation, boolean first) {
        if (invocation.done().isDone()) {
            return null;
        }
        CompletableFuture<HttpResponse> runtime = runtimes.poll();
        if (runtime == null) {
            if (first) {
                pending.addFirst(invocation);
            } else {
                pending.addLast(invocation);
            }
        }
        return runtime;
    }

    /** False where the runtime has gone in the meantime. */
    private boolean give(Invocation invocation, CompletableFuture<HttpResponse> runtime) {
        running.put(invocation.id(), invocation);
        boolean given = runtime.complete(invocation.toRuntime(clock.instant().plus(timeout), () -> lost(invocation)));
        if (!given) {
            running.remove(invocation.id());
        }
        return given;
    }

    /** The runtime was gone before it had read the invocation, so another one can have it. */
    private void lost(Invocation invocation) {
        running.remove(invocation.id());
        CompletableFuture<HttpResponse> runtime = waitingOrQueue(invocation, true);
        while (runtime != null && !give(invocation, runtime)) {
            runtime = waitingOrQueue(invocation, true);
        }
    }

    /** A runtime asks for work. */
    CompletableFuture<HttpResponse> next() {
        CompletableFuture<HttpResponse> runtime = new CompletableFuture<>();
        Invocation invocation = pendingOrWait(runtime);
        if (invocation != null) {
            give(invocation, runtime);
        }
        return runtime;
    }

    private synchronized @Nullable Invocation pendingOrWait(CompletableFuture<HttpResponse> runtime) {
        known = true;
        runtimes.removeIf(CompletableFuture::isDone);
        Invocation invocation = pending.poll();
        if (invocation == null) {
            runtimes.add(runtime);
        }
        return invocation;
    }

    /** Takes an invocation back; false where a runtime has it already. */
    synchronized boolean withdraw(Invocation invocation) {
        return pending.remove(invocation);
    }

    /** A runtime that cannot start fails what it would have done first. */
    void failNext(Outcome.Failed outcome) {
        Invocation first;
        synchronized (this) {
            first = pending.poll();
        }
        if (first != null) {
            first.taken().complete(true);
            first.done().complete(outcome);
        }
    }

    /** A runtime says what became of an invocation; false where it is over already, or was none. */
    boolean end(String id, Outcome outcome) {
        Invocation invocation = running.remove(id);
        return invocation != null && invocation.done().complete(outcome);
    }

    /** Nobody waits for the invocation any more. */
    synchronized void forget(Invocation invocation) {
        invocation.done().cancel(false);
        pending.remove(invocation);
        running.remove(invocation.id());
    }
}

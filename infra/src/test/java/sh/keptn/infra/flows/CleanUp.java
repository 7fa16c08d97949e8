package sh.keptn.infra.flows;

import java.util.ArrayDeque;
import java.util.Deque;

/** What was made in an account, and how it is removed. */
final class CleanUp implements AutoCloseable {

    private final Deque<Made> made = new ArrayDeque<>();

    private record Made(String what, Runnable remove) {}

    void add(String what, Runnable remove) {
        made.push(new Made(what, remove));
    }

    /** Removes what was made, the last first; what cannot be removed is told, and no reason to fail what has passed. */
    @Override
    public void close() {
        while (!made.isEmpty()) {
            Made last = made.pop();
            try {
                last.remove().run();
            } catch (RuntimeException | AssertionError e) {
                System.err.println("left in the account: " + last.what() + ": " + e.getMessage());
            }
        }
    }
}

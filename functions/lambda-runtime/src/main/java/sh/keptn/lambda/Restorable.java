package sh.keptn.lambda;

import org.jspecify.annotations.Nullable;
import sh.keptn.lambda.Wirings.Connections;

/** A wiring that is let go of before a snapshot is taken and made anew when it is needed. */
public final class Restorable {

    private final Wirings wirings;
    private @Nullable Wiring current;

    public Restorable(Wirings wirings) {
        this.wirings = wirings;
    }

    /** The wiring; it is made if there is none. */
    public synchronized Wiring get() {
        Wiring known = current;
        if (known == null) {
            known = wirings.make(Connections.KEPT);
            current = known;
        }
        return known;
    }

    /** Closes the wiring if there is one. */
    public synchronized void release() {
        Wiring known = current;
        current = null;
        if (known != null) {
            known.close();
        }
    }

    /** Uses everything once that a function uses, by a wiring of which nothing is left then. */
    public void prime(String function) {
        try (Wiring once = wirings.make(Connections.CLOSED)) {
            once.prime(function);
        }
    }
}

package sh.keptn.lambda.spring;

import org.crac.Context;
import org.crac.Resource;
import sh.keptn.lambda.Restorable;

/**
 * Before a snapshot: uses everything once, so that its classes are loaded, and lets go of what must not outlive it. After it,
 * the first invocation finds nothing and makes everything anew (Lambda, "Runtime hooks for Lambda SnapStart").
 */
final class SnapshotHook implements Resource {

    private final String name;
    private final Restorable wiring;
    private final Runnable warm;

    SnapshotHook(String name, Restorable wiring, Runnable warm) {
        this.name = name;
        this.wiring = wiring;
        this.warm = warm;
    }

    @Override
    public void beforeCheckpoint(Context<? extends Resource> context) {
        tolerate(() -> wiring.prime(name));
        tolerate(warm);
        wiring.release();
    }

    @Override
    public void afterRestore(Context<? extends Resource> context) {
        wiring.get();
    }

    /** A function that is not warm works as well: a failure must not keep it from being deployed. */
    private static void tolerate(Runnable step) {
        try {
            step.run();
        } catch (RuntimeException e) {
            System.out.println("not warmed up: " + e);
        }
    }
}

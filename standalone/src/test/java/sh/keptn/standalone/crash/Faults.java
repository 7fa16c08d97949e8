package sh.keptn.standalone.crash;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.Random;
import java.util.Set;
import sh.keptn.controlplane.ports.StoreUnavailableException;

/** Ports that fail now and then, before or after they have done what they were asked for: the caller cannot tell which. */
final class Faults {

    /** What changes something; a read that fails has no other consequence than one of these. */
    private static final Set<String> CHANGES = Set.of("transact", "put", "start", "succeed", "fail", "stop", "redrive");

    private final Random random;
    private final double rate;
    private int count;

    /** @param rate of calls that fail, from 0 to 1 */
    Faults(Random random, double rate) {
        this.random = random;
        this.rate = rate;
    }

    /** How many calls have failed. */
    int count() {
        return count;
    }

    /** The same port, but failing. */
    <T> T in(Class<T> port, T real) {
        InvocationHandler handler = (proxy, method, arguments) -> {
            boolean fails = CHANGES.contains(method.getName()) && random.nextDouble() < rate;
            if (fails && random.nextBoolean()) {
                throw failure("is not done");
            }
            Object result;
            try {
                result = method.invoke(real, arguments);
            } catch (InvocationTargetException e) {
                throw e.getCause();
            }
            if (fails) {
                throw failure("is done");
            }
            return result;
        };
        return port.cast(Proxy.newProxyInstance(port.getClassLoader(), new Class<?>[] {port}, handler));
    }

    private StoreUnavailableException failure(String what) {
        count++;
        return new StoreUnavailableException("fault " + count + ": " + what, new IllegalStateException("injected"));
    }
}

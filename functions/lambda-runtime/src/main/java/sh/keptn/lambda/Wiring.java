package sh.keptn.lambda;

/**
 * A family's functions with all that they need of the outside: clients, connections, credentials, clocks. It is made before
 * the first invocation and, where the function is started from a snapshot, again after that: a snapshot holds none of it.
 */
public interface Wiring extends AutoCloseable {

    /**
     * The function of a name.
     *
     * @throws IllegalArgumentException if there is none
     */
    LambdaFunction function(String name);

    /** Uses everything once that the function of this name uses, so that a snapshot has its classes; changes nothing outside. */
    void prime(String name);

    /** Lets go of everything. */
    @Override
    void close();
}

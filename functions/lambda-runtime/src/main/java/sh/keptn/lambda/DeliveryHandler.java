package sh.keptn.lambda;

/** Takes one event of the bus. */
@FunctionalInterface
public interface DeliveryHandler {

    /** Handles it; what it throws makes the event come again. */
    void handle(Delivery delivery, Invocation invocation);
}

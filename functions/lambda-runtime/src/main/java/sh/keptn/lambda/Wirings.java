package sh.keptn.lambda;

/** Makes wirings. */
@FunctionalInterface
public interface Wirings {

    /** A new wiring; nothing outside is used yet. */
    Wiring make(Connections connections);

    /** What becomes of a connection when its answer has come. */
    enum Connections {
        /** It is kept for the next request, also by the Java virtual machine, beyond what made it. */
        KEPT,
        /** It is closed. */
        CLOSED
    }
}

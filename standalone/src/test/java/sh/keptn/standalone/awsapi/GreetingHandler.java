package sh.keptn.standalone.awsapi;

import java.util.Map;

/** A function as its author writes it; runs in a process of its own. */
public final class GreetingHandler {

    /** Greets whom it is told to, and fails for nobody. */
    public Map<String, String> handle(Map<String, String> input) {
        if (!input.containsKey("name")) {
            throw new IllegalArgumentException("there is nobody to greet");
        }
        return Map.of("hello", input.get("name"));
    }
}

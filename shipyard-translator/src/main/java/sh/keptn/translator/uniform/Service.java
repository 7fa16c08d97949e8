package sh.keptn.translator.uniform;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import sh.keptn.diagnostics.SourcePosition;

/**
 * A task service.
 *
 * @param reference by kind: name of the built-in, URL, image, ARN; empty for commands and external services
 * @param command argument vector, empty for other kinds
 * @param environment variables, in the order of the file
 * @param timeoutSeconds null where the task's own limit applies
 * @param allow what outgoing HTTP may reach besides public addresses
 * @param endpoint of a provider of indicators
 * @param confirms false: it gets the event and is not waited for
 * @param position of the name
 * @param referencePosition of what does the work
 */
public record Service(
        String name,
        Kind kind,
        String reference,
        List<String> command,
        Map<String, String> environment,
        @Nullable Integer timeoutSeconds,
        List<String> allow,
        Endpoint endpoint,
        boolean confirms,
        List<Uniform.Subscription> subscriptions,
        SourcePosition position,
        SourcePosition referencePosition) {

    public Service {
        command = List.copyOf(command);
        environment = Collections.unmodifiableMap(new LinkedHashMap<>(environment));
        allow = List.copyOf(allow);
        subscriptions = List.copyOf(subscriptions);
    }

    /** The kinds, named as their key in the uniform. */
    public enum Kind {
        BUILTIN,
        HOOK,
        IMAGE,
        LAMBDA,
        COMMAND,
        EXTERNAL
    }

    /** The same service as a built-in, for some of its subscriptions. */
    public Service asBuiltIn(String newName, String builtIn, List<Uniform.Subscription> some) {
        return new Service(
                newName,
                Kind.BUILTIN,
                builtIn,
                List.of(),
                environment,
                timeoutSeconds,
                allow,
                endpoint,
                confirms,
                some,
                position,
                referencePosition);
    }
}

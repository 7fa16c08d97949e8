package sh.keptn.lambda.spring;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.security.Security;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.crac.Core;
import org.jspecify.annotations.Nullable;
import org.springframework.messaging.Message;
import org.springframework.messaging.support.MessageBuilder;
import sh.keptn.events.Json;
import sh.keptn.lambda.InvalidInputException;
import sh.keptn.lambda.Invocation;
import sh.keptn.lambda.Log;
import sh.keptn.lambda.Restorable;
import sh.keptn.lambda.Wirings;

/**
 * What Lambda calls: hands the bytes of an invocation to the function that the environment variable {@code
 * SPRING_CLOUD_FUNCTION_DEFINITION} names. What a function throws is written to the log and thrown on: Lambda reports it as
 * {@code errorType} and {@code errorMessage}.
 */
public abstract class FunctionHandler implements RequestStreamHandler {

    /** Names the function, as everywhere in Spring Cloud Function. */
    private static final String DEFINITION = "SPRING_CLOUD_FUNCTION_DEFINITION";

    /** What a rule sends now and then so that the version keeps its snapshot; nothing is done for it. */
    private static final Map<String, @Nullable Object> KEEP_ALIVE = Map.of("keptn", "keep-alive");

    private static final int LONGEST_KEEP_ALIVE = 64;
    private static final byte[] NOTHING = {'n', 'u', 'l', 'l'};

    static {
        // A snapshot must not remember addresses: they may have changed when it is used (Lambda, "Best practices for
        // working with
        // Lambda SnapStart"). Connections are kept, so that a name is not looked up for each request.
        Security.setProperty("networkaddress.cache.ttl", "0");
        Security.setProperty("networkaddress.cache.negative.ttl", "0");
    }

    private final String name;
    private final Function<Message<byte[]>, Object> function;

    /** The runtime's list of hooks does not keep them alive. */
    private final SnapshotHook hook;

    /**
     * Starts the container.
     *
     * @param names of the functions of the family
     * @param wirings makes what they need; called now, and again after a snapshot
     */
    protected FunctionHandler(Set<String> names, Wirings wirings) {
        String definition = System.getenv(DEFINITION);
        this.name = definition == null ? "" : definition;
        Restorable wiring = new Restorable(wirings);
        this.function = FunctionContext.function(new FunctionBeans(names, wiring), name);
        this.hook = new SnapshotHook(name, wiring, this::warm);
        Core.getGlobalContext().register(hook);
        wiring.get();
    }

    @Override
    public final void handleRequest(InputStream input, OutputStream output, Context context) throws IOException {
        Log log = new Log(context.getLogger()::log, name, context.getAwsRequestId());
        Invocation invocation = new Invocation(
                context.getAwsRequestId(),
                context.getInvokedFunctionArn(),
                () -> Duration.ofMillis(context.getRemainingTimeInMillis()),
                log);
        try {
            byte[] payload = input.readAllBytes();
            output.write(isKeepAlive(payload) ? NOTHING : apply(payload, invocation));
        } catch (RuntimeException e) {
            log.error(e, Map.of());
            throw e;
        }
    }

    private static boolean isKeepAlive(byte[] payload) {
        return payload.length <= LONGEST_KEEP_ALIVE
                && KEEP_ALIVE.equals(Json.parse(new String(payload, StandardCharsets.UTF_8)));
    }

    private byte[] apply(byte[] payload, Invocation invocation) {
        Object answer = function.apply(MessageBuilder.withPayload(payload)
                .setHeader(FunctionBeans.INVOCATION, invocation)
                .build());
        return (byte[]) (answer instanceof Message<?> message ? message.getPayload() : answer);
    }

    /** Goes the way of an invocation with a payload that no function takes. */
    private void warm() {
        Invocation nobody = new Invocation("", "", () -> Duration.ZERO, new Log(line -> {}, name, ""));
        try {
            apply(new byte[] {'{', '}'}, nobody);
        } catch (InvalidInputException e) {
            // As it should: everything up to here is loaded now.
            return;
        }
        throw new IllegalStateException("`" + name + "` takes an empty payload");
    }
}

package sh.keptn.lambda.spring;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.cloud.function.context.FunctionRegistration;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.core.ResolvableType;
import org.springframework.messaging.Message;
import sh.keptn.events.Json;
import sh.keptn.lambda.Invocation;
import sh.keptn.lambda.Restorable;

/** Registers functions as beans by their names, one by one: nothing is scanned, configured or converted by itself. */
final class FunctionBeans implements ApplicationContextInitializer<GenericApplicationContext> {

    /** The header in which a message carries its {@link Invocation}. */
    static final String INVOCATION = "keptn-invocation";

    private static final ResolvableType BYTES = ResolvableType.forClass(byte[].class);
    private static final ResolvableType TYPE = ResolvableType.forClassWithGenerics(
            Function.class, ResolvableType.forClassWithGenerics(Message.class, BYTES), BYTES);

    private final Set<String> names;
    private final Restorable wiring;

    FunctionBeans(Set<String> names, Restorable wiring) {
        this.names = Set.copyOf(names);
        this.wiring = wiring;
    }

    @Override
    public void initialize(GenericApplicationContext context) {
        for (String name : names) {
            context.registerBean(
                    name,
                    FunctionRegistration.class,
                    () -> new FunctionRegistration<>(function(name), name).type(TYPE.getType()));
        }
    }

    private Function<Message<byte[]>, byte[]> function(String name) {
        return message -> {
            Invocation invocation = message.getHeaders().get(INVOCATION, Invocation.class);
            if (invocation == null) {
                throw new IllegalStateException("a message without its invocation");
            }
            Map<String, @Nullable Object> payload =
                    Json.parseObject(new String(message.getPayload(), StandardCharsets.UTF_8));
            Object answer = wiring.get().function(name).apply(payload, invocation);
            return Json.write(answer).getBytes(StandardCharsets.UTF_8);
        };
    }
}

package sh.keptn.lambda.spring;

import java.lang.reflect.Type;
import java.util.List;
import java.util.function.Function;
import org.springframework.cloud.function.context.FunctionRegistration;
import org.springframework.cloud.function.context.catalog.SimpleFunctionRegistry;
import org.springframework.cloud.function.context.config.SmartCompositeMessageConverter;
import org.springframework.cloud.function.json.JsonMapper;
import org.springframework.context.LifecycleProcessor;
import org.springframework.context.support.AbstractApplicationContext;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.core.convert.support.DefaultConversionService;
import org.springframework.messaging.Message;
import org.springframework.messaging.converter.ByteArrayMessageConverter;
import sh.keptn.lambda.InvalidInputException;

/**
 * Spring's container with Spring Cloud Function's catalog and nothing else. Spring Boot, and with it the catalog's usual
 * initializer, would double the classes and the time of a cold start and add nothing that we use (docs/decisions).
 */
final class FunctionContext {

    private FunctionContext() {}

    /**
     * The function of a name as the catalog gives it out: it takes and returns bytes.
     *
     * @throws IllegalArgumentException if there is none; the message names those that there are
     */
    static Function<Message<byte[]>, Object> function(FunctionBeans beans, String name) {
        GenericApplicationContext context = new GenericApplicationContext();
        context.registerBean(
                AbstractApplicationContext.LIFECYCLE_PROCESSOR_BEAN_NAME, NoLifecycle.class, NoLifecycle::new);
        context.registerBean(SimpleFunctionRegistry.class, FunctionContext::registry);
        beans.initialize(context);
        context.refresh();
        SimpleFunctionRegistry registry = context.getBean(SimpleFunctionRegistry.class);
        for (FunctionRegistration<?> each :
                context.getBeansOfType(FunctionRegistration.class).values()) {
            registry.register(each);
        }
        Function<Message<byte[]>, Object> found = registry.lookup(name);
        if (found == null) {
            throw new IllegalArgumentException("SPRING_CLOUD_FUNCTION_DEFINITION is `" + name + "`; expected one of "
                    + String.join(
                            ", ", registry.getNames(null).stream().sorted().toList()));
        }
        return found;
    }

    private static SimpleFunctionRegistry registry() {
        return new SimpleFunctionRegistry(
                DefaultConversionService.getSharedInstance(),
                new SmartCompositeMessageConverter(List.of(new ByteArrayMessageConverter())),
                new NoMapper());
    }

    /** Nothing here is started or stopped. Spring's own takes part in snapshots, with a later org.crac than Lambda's runtime knows. */
    private static final class NoLifecycle implements LifecycleProcessor {
        @Override
        public void onRefresh() {}

        @Override
        public void onClose() {}

        @Override
        public void start() {}

        @Override
        public void stop() {}

        @Override
        public boolean isRunning() {
            return true;
        }
    }

    /** Payloads are read by {@link sh.keptn.events.Json}; the catalog wants to convert lists only, which no function takes. */
    private static final class NoMapper extends JsonMapper {
        @Override
        @SuppressWarnings("TypeParameterUnusedInFormals") // the signature is Spring's
        protected <T> T doFromJson(Object json, Type type) {
            throw new InvalidInputException("expected a JSON object");
        }

        @Override
        public String toString(Object value) {
            throw new IllegalStateException("an answer is not to be converted: " + value.getClass());
        }
    }
}

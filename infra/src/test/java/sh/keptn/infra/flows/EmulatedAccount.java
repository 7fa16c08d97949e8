package sh.keptn.infra.flows;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.lambda.model.Architecture;
import software.amazon.awssdk.services.lambda.model.CreateFunctionRequest;
import software.amazon.awssdk.services.lambda.model.FunctionCode;
import software.amazon.awssdk.services.lambda.model.InvalidParameterValueException;
import software.amazon.awssdk.services.lambda.model.Runtime;
import software.amazon.awssdk.services.sts.StsClient;

/**
 * An emulator of AWS that runs functions itself: all services are at one address. Nothing is assumed of it but what AWS documents,
 * so that it may be slow, throttle and be "eventually consistent" as AWS is.
 */
final class EmulatedAccount implements Account {

    private static final Duration LOOK_AGAIN = Duration.ofSeconds(2);

    /** Where our functions find the services of AWS. */
    private static final String ENDPOINT_OF_FUNCTIONS = "AWS_ENDPOINT_URL";

    private final Place place;
    private final Runnable whenClosed;
    private final LambdaClient lambda;
    private final String number;

    /** @param whenClosed ends the emulator, if it is ours */
    EmulatedAccount(Place place, Runnable whenClosed) {
        this.place = place;
        this.whenClosed = whenClosed;
        this.lambda = client(LambdaClient.builder(), "LAMBDA");
        try (StsClient identity = client(StsClient.builder(), "STS")) {
            this.number = identity.getCallerIdentity().account();
        }
    }

    /**
     * Where things are.
     *
     * @param endpoint the services, for the test
     * @param endpointOfFunctions the services, for functions; empty if the emulator itself tells them by {@code AWS_ENDPOINT_URL}
     * @param thisMachine host under which functions find servers of this machine; empty if they do not, or nobody knows
     */
    record Place(URI endpoint, Optional<String> endpointOfFunctions, Optional<String> thisMachine) {}

    @Override
    public String number() {
        return number;
    }

    @Override
    public Optional<String> thisMachine() {
        return place.thisMachine();
    }

    @Override
    public URI endpoint(String service) {
        return place.endpoint();
    }

    @Override
    public void create(Function function) {
        SdkBytes artifact;
        try {
            artifact = SdkBytes.fromByteArrayUnsafe(Files.readAllBytes(function.artifact()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Map<String, String> variables = new HashMap<>(function.environment());
        place.endpointOfFunctions().ifPresent(url -> variables.put(ENDPOINT_OF_FUNCTIONS, url));
        create(CreateFunctionRequest.builder()
                .functionName(function.name())
                // Older than the template's: the classes need 17, and emulators are behind AWS.
                .runtime(Runtime.JAVA21)
                // An emulator runs on this machine, or on one like it; the classes do not mind.
                .architectures(
                        System.getProperty("os.arch").equals("aarch64") ? Architecture.ARM64 : Architecture.X86_64)
                .handler(function.handler())
                .role(function.role())
                .memorySize(function.memory())
                .timeout(function.timeout())
                .environment(environment -> environment.variables(variables))
                .code(FunctionCode.builder().zipFile(artifact).build())
                .build());
        lambda.waiter().waitUntilFunctionActiveV2(request -> request.functionName(function.name()));
        String version = lambda.publishVersion(request -> request.functionName(function.name()))
                .version();
        lambda.waiter()
                .waitUntilPublishedVersionActive(
                        request -> request.functionName(function.name()).qualifier(version));
        lambda.createAlias(
                request -> request.functionName(function.name()).name(ALIAS).functionVersion(version));
        lambda.addPermission(request -> request.functionName(function.name())
                .qualifier(ALIAS)
                .statementId("rules")
                .action("lambda:InvokeFunction")
                .principal("events.amazonaws.com"));
    }

    /** A role that was just made cannot be assumed at once: IAM is "eventually consistent". */
    private void create(CreateFunctionRequest request) {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (true) {
            try {
                lambda.createFunction(request);
                return;
            } catch (InvalidParameterValueException e) {
                if (System.nanoTime() > end || !String.valueOf(e.getMessage()).contains("cannot be assumed")) {
                    throw e;
                }
                LockSupport.parkNanos(LOOK_AGAIN.toNanos());
            }
        }
    }

    @Override
    public void delete(Function function) {
        lambda.deleteFunction(request -> request.functionName(function.name()));
    }

    @Override
    public void close() {
        lambda.close();
        whenClosed.run();
    }
}

package sh.keptn.infra.flows;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.lambda.model.FunctionCode;
import software.amazon.awssdk.services.lambda.model.Runtime;

/** An emulator of AWS that runs functions itself: all services are at one address. */
final class EmulatedAccount implements Account {

    private static final int MEMORY_MEGABYTES = 1024;
    private static final int TIMEOUT_SECONDS = 60;

    private final URI endpoint;
    private final Runnable whenClosed;
    private final LambdaClient lambda;

    /** @param whenClosed ends the emulator, if it is ours */
    EmulatedAccount(URI endpoint, Runnable whenClosed) {
        this.endpoint = endpoint;
        this.whenClosed = whenClosed;
        this.lambda = client(LambdaClient.builder(), "LAMBDA");
    }

    @Override
    public URI endpoint(String service) {
        return endpoint;
    }

    /** Where the function itself finds the emulator, the emulator tells it by {@code AWS_ENDPOINT_URL}. */
    @Override
    public void create(Function function) {
        SdkBytes artifact;
        try {
            artifact = SdkBytes.fromByteArrayUnsafe(Files.readAllBytes(function.artifact()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        lambda.createFunction(request -> request.functionName(function.name())
                // Older than the template's: the classes need 17, and emulators are behind AWS.
                .runtime(Runtime.JAVA21)
                .handler(function.handler())
                .role(function.role())
                .memorySize(MEMORY_MEGABYTES)
                .timeout(TIMEOUT_SECONDS)
                .environment(environment -> environment.variables(function.environment()))
                .code(FunctionCode.builder().zipFile(artifact).build()));
        lambda.waiter().waitUntilFunctionActiveV2(request -> request.functionName(function.name()));
        String version = lambda.publishVersion(request -> request.functionName(function.name()))
                .version();
        lambda.createAlias(
                request -> request.functionName(function.name()).name(ALIAS).functionVersion(version));
        lambda.addPermission(request -> request.functionName(function.name())
                .qualifier(ALIAS)
                .statementId("rules")
                .action("lambda:InvokeFunction")
                .principal("events.amazonaws.com"));
    }

    @Override
    public void close() {
        lambda.close();
        whenClosed.run();
    }
}

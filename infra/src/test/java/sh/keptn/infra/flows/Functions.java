package sh.keptn.infra.flows;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import sh.keptn.events.Json;
import sh.keptn.infra.SynthesizedStack;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.lambda.model.InvokeResponse;

/** The functions of an installation: made in the account from their artifacts, and called. */
final class Functions {

    private static final int ATTEMPTS = 3;

    private final LambdaClient lambda;
    private final String installation;

    /** @param installation its name, with which those of its functions begin */
    private Functions(LambdaClient lambda, String installation) {
        this.lambda = lambda;
        this.installation = installation;
    }

    /** Makes all functions of a template; what they are told of in their environment has to be there. */
    static Functions make(
            Account account, LambdaClient lambda, ResolvedTemplate template, SynthesizedStack stack, CleanUp cleanUp) {
        template.resources("AWS::Lambda::Function").values().forEach(properties -> {
            Account.Function function = function(properties, stack.folder());
            account.create(function);
            cleanUp.add("function " + function.name(), () -> account.delete(function));
        });
        return new Functions(lambda, stack.name());
    }

    private static Account.Function function(ResourceProperties properties, Path assets) {
        Map<String, String> variables = new LinkedHashMap<>();
        properties
                .object("Environment")
                .object("Variables")
                .json()
                .forEach((name, value) -> variables.put(name, String.valueOf(value)));
        return new Account.Function(
                properties.text("FunctionName"),
                properties.text("Handler"),
                assets.resolve("asset." + properties.object("Code").text("S3Key")),
                properties.text("Role"),
                properties.number("MemorySize"),
                properties.number("Timeout"),
                variables);
    }

    /** Calls a function by the alias that everybody calls, and returns its answer. */
    Map<String, @Nullable Object> invoke(String function, Map<String, @Nullable Object> payload) {
        return invokeByArn(installation + "-" + function + ":" + Account.ALIAS, payload);
    }

    /** @param function ARN, or a part of it as {@code Invoke} takes it */
    Map<String, @Nullable Object> invokeByArn(String function, Map<String, @Nullable Object> payload) {
        String text = Json.write(payload);
        for (int attempt = 1; ; attempt++) {
            InvokeResponse response =
                    lambda.invoke(request -> request.functionName(function).payload(SdkBytes.fromUtf8String(text)));
            String answer = response.payload().asString(StandardCharsets.UTF_8);
            if (response.functionError() == null) {
                return Json.parseObject(answer);
            }
            // moto does not recognize a transaction that is repeated because its answer was late.
            if (attempt == ATTEMPTS || !answer.contains("try again")) {
                throw new AssertionError(function + ": " + answer);
            }
        }
    }
}

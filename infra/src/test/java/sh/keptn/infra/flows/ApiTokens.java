package sh.keptn.infra.flows;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import sh.keptn.events.Json;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;

/** The secret with the tokens of the HTTP API. */
record ApiTokens(SecretsManagerClient secrets, String arn) {

    /** Makes the secret, and tells the template what it is called. */
    static ApiTokens make(SecretsManagerClient secrets, ResolvedTemplate template, CleanUp cleanUp) {
        ResolvedTemplate.Resource secret = template.only("AWS::SecretsManager::Secret");
        String value = value(secrets, secret.properties().object("GenerateSecretString"));
        String arn = secrets.createSecret(request -> request.name(secret.name()).secretString(value))
                .arn();
        template.made(secret.id(), arn);
        cleanUp.add(
                "secret " + arn,
                () -> secrets.deleteSecret(request -> request.secretId(arn).forceDeleteWithoutRecovery(true)));
        return new ApiTokens(secrets, arn);
    }

    private static String value(SecretsManagerClient secrets, ResourceProperties generate) {
        String drawn = secrets.getRandomPassword(request -> request.passwordLength(
                                (long) generate.number("PasswordLength"))
                        .excludePunctuation(Boolean.TRUE.equals(generate.json().get("ExcludePunctuation"))))
                .randomPassword();
        Map<String, @Nullable Object> value = Json.parseObject(generate.text("SecretStringTemplate"));
        value.put(generate.text("GenerateStringKey"), drawn);
        return Json.write(value);
    }

    /** The first token, found as the documentation says. */
    String first() {
        String value = secrets.getSecretValue(request -> request.secretId(arn)).secretString();
        return new ResourceProperties(Json.parseObject(value)).text("bootstrap");
    }
}

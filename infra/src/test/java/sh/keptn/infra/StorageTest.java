package sh.keptn.infra;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import sh.keptn.events.Json;
import software.amazon.awscdk.App;
import software.amazon.awscdk.assertions.Match;
import software.amazon.awscdk.assertions.Template;

/** What is stored: it outlives the stack, and another table can take the place of the one that stays. */
class StorageTest {

    private final CartsInstallation carts = CartsInstallation.get();
    private final Template template = carts.template();

    @Test
    void whatIsStoredOutlivesTheStack() {
        template.hasResource(
                "AWS::DynamoDB::Table", Map.of("DeletionPolicy", "Retain", "UpdateReplacePolicy", "Retain"));
        template.hasResource("AWS::S3::Bucket", Map.of("DeletionPolicy", "Retain", "UpdateReplacePolicy", "Retain"));
        template.hasResource("AWS::SQS::Queue", Map.of("DeletionPolicy", "Retain", "UpdateReplacePolicy", "Retain"));
        template.hasResourceProperties(
                "AWS::DynamoDB::Table",
                Map.of(
                        "BillingMode",
                        "PAY_PER_REQUEST",
                        "DeletionProtectionEnabled",
                        true,
                        "PointInTimeRecoverySpecification",
                        Map.of("PointInTimeRecoveryEnabled", true),
                        "TimeToLiveSpecification",
                        Map.of("AttributeName", "expires", "Enabled", true)));
    }

    @Test
    void theFirstTokenIsMadeByAwsAndStaysWhenTheStackGoes() {
        template.hasResource(
                "AWS::SecretsManager::Secret",
                Map.of(
                        "DeletionPolicy",
                        "Retain",
                        "Properties",
                        Match.objectLike(Map.of(
                                "GenerateSecretString",
                                Match.objectLike(Map.of(
                                        "GenerateStringKey", "bootstrap",
                                        "PasswordLength", 40,
                                        "SecretStringTemplate", "{\"tokens\":[]}"))))));
    }

    @Test
    void anotherTableTakesThePlaceOfTheOneThatStays() {
        Settings settings = new Settings(
                "keptn", NamedArtifacts.root(), null, "keptn-restored", Map.of("carts", CartsInstallation.PROJECT));
        Template restored = Template.fromStack(new KeptnStack(new App(), settings));

        restored.hasResource("AWS::DynamoDB::Table", Map.of("DeletionPolicy", "Retain"));
        String table = List.copyOf(
                        restored.findResources("AWS::DynamoDB::Table").keySet())
                .get(0);
        assertThat(Json.write(new TreeMap<>(restored.toJSON())))
                .as("what roles may use, and nothing the stack's own")
                .contains(":table/keptn-restored\"", ":table/keptn-restored/index/due\"")
                .doesNotContain("{\"Ref\":\"" + table + "\"}", "{\"Fn::GetAtt\":[\"" + table + "\"");
        restored.allResourcesProperties(
                "AWS::Lambda::Function",
                Map.of("Environment", Map.of("Variables", Match.objectLike(Map.of("KEPTN_TABLE", "keptn-restored")))));
        restored.hasResourceProperties("Custom::KeptnProject", Map.of("Table", "keptn-restored"));
        restored.hasOutput("Table", Map.of("Value", "keptn-restored"));
    }
}

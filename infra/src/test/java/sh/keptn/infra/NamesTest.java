package sh.keptn.infra;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import sh.keptn.events.Json;
import software.amazon.awscdk.App;
import software.amazon.awscdk.assertions.Template;

/** The names by which others find an installation, and that no other of the account and region has. */
class NamesTest {

    private final CartsInstallation carts = CartsInstallation.get();
    private final Template template = carts.template();

    /** The documents ask for these by their names. */
    @Test
    void outputsAreTheDocumentedOnes() {
        assertThat(template.findOutputs("*").keySet())
                .containsExactlyInAnyOrder(
                        "ApiTokens", "ApiUrl", "Bucket", "Control", "EventBus", "FailedEvents", "Publish", "Table");
    }

    /** Names of an account and region; those of others belong to something that has such a name. */
    @Test
    void twoInstallationsHaveNoNameInCommon() {
        Template second = Template.fromStack(
                new KeptnStack(new App(), new Settings("second", NamedArtifacts.root(), null, null, Map.of())));
        List<String> names = names(template);
        assertThat(names)
                .contains("keptn", "keptn-sweep", "keptn-OnlyTheControlPlaneSpeaksForItself", "/aws/lambda/keptn-api");
        assertThat(names(second)).hasSizeGreaterThan(20).doesNotContainAnyElementsOf(names);
    }

    private static List<String> names(Template of) {
        Map<String, @Nullable Object> resources = Json.child(new TreeMap<>(of.toJSON()), "Resources");
        List<String> names = new ArrayList<>();
        for (String id : resources.keySet()) {
            Map<String, @Nullable Object> resource = Json.child(resources, id);
            String type = String.valueOf(resource.get("Type"));
            boolean isOfAnother = type.startsWith("AWS::ApiGatewayV2::")
                    || List.of("AWS::IAM::Policy", "AWS::Lambda::Alias").contains(type);
            if (!isOfAnother) {
                String own = type.substring(type.lastIndexOf(':') + 1) + "Name";
                Json.child(resource, "Properties").forEach((key, value) -> {
                    if (List.of("Name", "StatementId", own).contains(key)) {
                        names.add(TemplateText.of(value));
                    }
                });
            }
        }
        return names;
    }
}

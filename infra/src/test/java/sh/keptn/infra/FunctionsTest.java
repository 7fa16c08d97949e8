package sh.keptn.infra;

import static org.assertj.core.api.Assertions.assertThat;
import static sh.keptn.infra.CartsInstallation.properties;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import sh.keptn.events.Json;
import software.amazon.awscdk.assertions.Template;

/** The functions: how they start, as whom they run, and that rules call them by their aliases. */
class FunctionsTest {

    private final CartsInstallation carts = CartsInstallation.get();
    private final Template template = carts.template();

    @Test
    void everyFunctionStartsFromASnapshotOnArmAndKeepsItsLogForAMonth() {
        int functions = carts.resources("AWS::Lambda::Function").size();
        assertThat(functions).isPositive();
        template.allResourcesProperties(
                "AWS::Lambda::Function",
                Map.of(
                        "SnapStart",
                        Map.of("ApplyOn", "PublishedVersions"),
                        "Architectures",
                        List.of("arm64"),
                        "TracingConfig",
                        Map.of("Mode", "Active")));
        template.resourceCountIs("AWS::Lambda::Version", functions);
        template.resourceCountIs("AWS::Lambda::Alias", functions);
        // One more is the access log of the API.
        template.resourceCountIs("AWS::Logs::LogGroup", functions + 1);
        template.allResourcesProperties("AWS::Logs::LogGroup", Map.of("RetentionInDays", 30));
    }

    @Test
    void everyFunctionHasARoleOfItsOwn() {
        List<String> roles = carts.resources("AWS::Lambda::Function").values().stream()
                .map(function -> String.valueOf(properties(function).get("Role")))
                .toList();
        assertThat(roles).doesNotHaveDuplicates();
    }

    @Test
    void rulesCallAliasesAndNotFunctions() {
        List<String> aliases = List.copyOf(carts.resources("AWS::Lambda::Alias").keySet());
        carts.resources("AWS::Events::Rule").forEach((id, rule) -> {
            if (!isForOthers(rule)) {
                assertThat(called(rule)).as(id).isNotEmpty().isSubsetOf(aliases);
            }
        });
    }

    @Test
    void everyFunctionIsCalledOftenEnoughToKeepItsSnapshot() {
        List<Map<String, Object>> rules = carts.resources("AWS::Events::Rule").values().stream()
                .filter(rule -> "rate(6 days)".equals(properties(rule).get("ScheduleExpression")))
                .toList();
        assertThat(rules)
                .allSatisfy(rule -> assertThat(targets(rule))
                        .hasSizeLessThanOrEqualTo(5)
                        .allSatisfy(target -> assertThat(target).containsEntry("Input", "{\"keptn\":\"keep-alive\"}")));
        assertThat(rules.stream().flatMap(rule -> called(rule).stream()))
                .containsExactlyInAnyOrderElementsOf(
                        carts.resources("AWS::Lambda::Alias").keySet());
    }

    private static boolean isForOthers(Map<String, Object> rule) {
        return String.valueOf(properties(rule).get("Name")).startsWith("keptn-to-");
    }

    /** What the targets of a rule refer to. */
    private static List<String> called(Map<String, Object> rule) {
        return targets(rule).stream()
                .map(target -> String.valueOf(Json.child(target, "Arn").get("Ref")))
                .toList();
    }

    private static List<Map<String, @Nullable Object>> targets(Map<String, Object> rule) {
        return ((List<?>) Objects.requireNonNull(properties(rule).get("Targets")))
                .stream().map(target -> Json.object((Map<?, ?>) target)).toList();
    }
}

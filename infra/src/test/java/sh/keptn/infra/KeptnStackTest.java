package sh.keptn.infra;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.cdklabs.cdknag.AwsSolutionsChecks;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sh.keptn.events.Json;
import software.amazon.awscdk.App;
import software.amazon.awscdk.Aspects;
import software.amazon.awscdk.assertions.Annotations;
import software.amazon.awscdk.assertions.Match;
import software.amazon.awscdk.assertions.Template;
import software.amazon.awscdk.cxapi.CloudAssembly;

/** What the synthesized template must contain. The CDK needs Node; without it these tests are skipped. */
class KeptnStackTest {

    private static final boolean REWRITE =
            !System.getProperty("golden", "false").equals("false");

    /** Actions that name no resource, and must therefore be allowed on all of them. */
    private static final List<String> WITHOUT_RESOURCE =
            List.of("xray:PutTelemetryRecords", "xray:PutTraceSegments", "cloudwatch:GetMetricData");

    private static final String SHIPYARD = """
        apiVersion: spec.keptn.sh/0.2.2
        kind: Shipyard
        metadata:
          name: carts
        spec:
          stages:
            - name: dev
              sequences:
                - name: delivery
                  tasks:
                    - name: deployment
        """;

    private static final String UNIFORM = """
        kind: Uniform
        spec:
          services:
            - name: deployer
              events: [deployment.triggered]
              command: [./deploy]
        """;

    private static final String CONNECTIONS = """
        kind: Connections
        spec:
          triggers:
          - ecr: {repository: shop/carts}
            starts: dev.delivery
            service: carts
          forwards:
          - name: topic
            to: arn:aws:sns:eu-central-1:111122223333:deliveries
            results: [fail]
          - name: queue
            to: arn:aws:sqs:eu-central-1:111122223333:deliveries
          - name: bus
            to: arn:aws:events:us-east-1:444455556666:event-bus/central
        """;

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private static Path root;

    @SuppressWarnings("NullAway.Init")
    private static Template template;

    @SuppressWarnings("NullAway.Init")
    private static Annotations annotations;

    @BeforeAll
    static void synthesize() throws IOException {
        assumeTrue(SynthesizedStack.nodeIsThere(), "skipped: the CDK needs Node, and `node` cannot be started");
        for (FunctionFamily family : FunctionFamily.values()) {
            Path folder = Files.createDirectories(family.folder(root));
            Files.writeString(folder.resolve(family.module() + "-1-lambda.jar"), "not a real one");
        }
        Path project = Files.createDirectory(root.resolve("carts"));
        Files.writeString(project.resolve("shipyard.yaml"), SHIPYARD);
        Files.writeString(project.resolve("uniform.yaml"), UNIFORM);
        Files.writeString(project.resolve("connections.yaml"), CONNECTIONS);
        App app = new App();
        KeptnStack stack =
                new KeptnStack(app, new Settings("keptn", root, "ops@example.com", null, Map.of("carts", project)));
        Aspects.of(app).add(new AwsSolutionsChecks());
        CloudAssembly assembly = app.synth();
        assertThat(assembly.getStacks()).hasSize(1);
        template = Template.fromStack(stack);
        annotations = Annotations.fromStack(stack);
    }

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
    void anotherTableTakesThePlaceOfTheOneThatStays() {
        App app = new App();
        Template restored = Template.fromStack(new KeptnStack(
                app, new Settings("keptn", root, null, "keptn-restored", Map.of("carts", root.resolve("carts")))));

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

    /** Names of an account and region; those of others belong to something that has such a name. */
    @Test
    void twoInstallationsHaveNoNameInCommon() {
        Template second =
                Template.fromStack(new KeptnStack(new App(), new Settings("second", root, null, null, Map.of())));
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
                        names.add(readable(value));
                    }
                });
            }
        }
        return names;
    }

    @Test
    void hiddenFoldersAreNoProjects(@TempDir Path checkout) throws IOException {
        Files.createDirectory(checkout.resolve(".git"));
        Path carts = Files.createDirectory(checkout.resolve("carts"));
        Files.writeString(checkout.resolve("README.md"), "no project");
        assertThat(KeptnApp.projects(checkout.toString())).isEqualTo(Map.of("carts", carts));
    }

    @Test
    void changesOfTheBusesPolicyDoNotMeet() {
        assertThat(resources("AWS::Events::EventBusPolicy").values())
                .filteredOn(policy -> policy.containsKey("DependsOn"))
                .hasSize(1);
    }

    @Test
    void everyFunctionStartsFromASnapshotOnArmAndKeepsItsLogForAMonth() {
        int functions = resources("AWS::Lambda::Function").size();
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
    void everyRouteOfTheApiNeedsATokenExceptLinks() {
        Map<String, String> authorization = new TreeMap<>();
        resources("AWS::ApiGatewayV2::Route")
                .values()
                .forEach(route -> authorization.put(
                        String.valueOf(properties(route).get("RouteKey")),
                        String.valueOf(properties(route).get("AuthorizationType"))));
        assertThat(authorization)
                .containsExactlyInAnyOrderEntriesOf(Map.of(
                        "ANY /api/{proxy+}", "CUSTOM",
                        "ANY /v1/{proxy+}", "CUSTOM",
                        "ANY /api/links/{id}", "NONE"));
        template.hasResourceProperties(
                "AWS::ApiGatewayV2::Authorizer",
                Map.of(
                        "AuthorizerType",
                        "REQUEST",
                        "AuthorizerPayloadFormatVersion",
                        "2.0",
                        "EnableSimpleResponses",
                        true,
                        "AuthorizerResultTtlInSeconds",
                        0));
        template.allResourcesProperties("AWS::ApiGatewayV2::Integration", Map.of("PayloadFormatVersion", "2.0"));
        template.hasResourceProperties("AWS::ApiGatewayV2::Api", Map.of("CorsConfiguration", Match.absent()));
    }

    @Test
    void theApiIsThrottledAndItsLogHasNoPaths() {
        template.hasResourceProperties(
                "AWS::ApiGatewayV2::Stage",
                Map.of(
                        "DefaultRouteSettings",
                        Map.of("ThrottlingRateLimit", 50, "ThrottlingBurstLimit", 100),
                        "AccessLogSettings",
                        Match.objectLike(Map.of("Format", Match.not(Match.stringLikeRegexp("path|protocol|query"))))));
        template.hasResourceProperties(
                "AWS::CloudWatch::Alarm", Map.of("MetricName", "5xx", "AlarmActions", Match.anyValue()));
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
    void everyFunctionHasARoleOfItsOwn() {
        List<String> roles = resources("AWS::Lambda::Function").values().stream()
                .map(function -> String.valueOf(properties(function).get("Role")))
                .toList();
        assertThat(roles).doesNotHaveDuplicates();
    }

    @Test
    void everyAsynchronousEdgeEndsInTheQueueOfDeadLetters() {
        template.resourceCountIs(
                "AWS::Lambda::EventInvokeConfig",
                resources("AWS::Lambda::Function").size());
        template.allResourcesProperties(
                "AWS::Lambda::EventInvokeConfig",
                Map.of("DestinationConfig", Map.of("OnFailure", Map.of("Destination", Match.anyValue()))));
        template.allResourcesProperties(
                "AWS::Events::Rule",
                Map.of(
                        "Targets",
                        Match.arrayWith(List.of(
                                Match.objectLike(Map.of("DeadLetterConfig", Map.of("Arn", Match.anyValue())))))));
        template.hasResourceProperties(
                "AWS::CloudWatch::Alarm",
                Map.of("MetricName", "ApproximateNumberOfMessagesVisible", "AlarmActions", Match.anyValue()));
        template.hasResourceProperties(
                "AWS::SNS::TopicPolicy",
                Map.of(
                        "PolicyDocument",
                        Match.objectLike(Map.of(
                                "Statement",
                                Match.arrayWith(List.of(Match.objectLike(Map.of(
                                        "Effect",
                                        "Allow",
                                        "Principal",
                                        Map.of("Service", "cloudwatch.amazonaws.com"),
                                        "Action",
                                        "sns:Publish"))))))));
        template.hasResourceProperties(
                "AWS::SQS::QueuePolicy",
                Map.of(
                        "PolicyDocument",
                        Match.objectLike(Map.of(
                                "Statement",
                                Match.arrayWith(List.of(
                                        Match.objectLike(Map.of("Sid", "RulesOfProjects", "Effect", "Allow"))))))));
        template.hasResourceProperties(
                "AWS::SNS::Subscription", Map.of("Protocol", "email", "Endpoint", "ops@example.com"));
    }

    @Test
    void rulesCallAliasesAndNotFunctions() {
        List<String> aliases = List.copyOf(resources("AWS::Lambda::Alias").keySet());
        resources("AWS::Events::Rule").forEach((id, rule) -> {
            if (!isForOthers(rule)) {
                assertThat(called(rule)).as(id).isNotEmpty().isSubsetOf(aliases);
            }
        });
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

    @Test
    void everyFunctionIsCalledOftenEnoughToKeepItsSnapshot() {
        List<Map<String, Object>> rules = resources("AWS::Events::Rule").values().stream()
                .filter(rule -> "rate(6 days)".equals(properties(rule).get("ScheduleExpression")))
                .toList();
        assertThat(rules)
                .allSatisfy(rule -> assertThat(targets(rule))
                        .hasSizeLessThanOrEqualTo(5)
                        .allSatisfy(target -> assertThat(target).containsEntry("Input", "{\"keptn\":\"keep-alive\"}")));
        assertThat(rules.stream().flatMap(rule -> called(rule).stream()))
                .containsExactlyInAnyOrderElementsOf(
                        resources("AWS::Lambda::Alias").keySet());
    }

    private static boolean isForOthers(Map<String, Object> rule) {
        return String.valueOf(properties(rule).get("Name")).startsWith("keptn-to-");
    }

    @Test
    void eventsOfOthersAreMadeToTriggersOnTheirWay() {
        template.hasResourceProperties(
                "AWS::Events::Rule",
                Map.of(
                        "Name",
                        Match.stringLikeRegexp("^keptn-on-carts-dev.delivery-[0-9a-f]{8}$"),
                        "EventBusName",
                        Match.absent(),
                        "EventPattern",
                        Match.objectLike(Map.of(
                                "source",
                                List.of("aws.ecr"),
                                "detail",
                                Match.objectLike(Map.of("repository-name", List.of("shop/carts"))))),
                        "Targets",
                        List.of(Match.objectLike(Map.of(
                                "Arn",
                                Map.of("Ref", Match.stringLikeRegexp("dispatchSequenceLive")),
                                "InputTransformer",
                                Match.objectLike(Map.of(
                                        "InputPathsMap",
                                        Match.objectLike(Map.of("digest", "$.detail.image-digest")),
                                        "InputTemplate",
                                        Map.of(
                                                "Fn::Join",
                                                List.of(
                                                        "",
                                                        Match.arrayWith(List.of(
                                                                Match.stringLikeRegexp(
                                                                        "sh.keptn.event.dev.delivery.triggered"),
                                                                Map.of("Ref", "AWS::URLSuffix"))))))))))));
        template.hasResourceProperties(
                "AWS::Lambda::Permission",
                Map.of(
                        "Action",
                        "lambda:InvokeFunction",
                        "Principal",
                        "events.amazonaws.com",
                        "SourceArn",
                        Match.objectLike(Map.of(
                                "Fn::Join",
                                List.of("", Match.arrayWith(List.of(Match.stringLikeRegexp("rule/keptn-on-\\*"))))))));
    }

    @Test
    void eventsAreHandedToTopicsQueuesAndBuses() {
        Object pattern = Map.of(
                "source",
                List.of("keptn.control-plane"),
                "detail",
                Map.of("keptn", Map.of("project", List.of("carts"), "result", List.of("fail"))));
        Object roleElsewhere = Map.of("Fn::If", Match.anyValue());
        template.hasResourceProperties(
                "AWS::Events::Rule", outgoing("topic", pattern, "$.detail.event", roleElsewhere));
        template.hasResourceProperties(
                "AWS::Events::Rule", outgoing("queue", Match.anyValue(), "$.detail.event", roleElsewhere));
        template.hasResourceProperties(
                "AWS::Events::Rule",
                outgoing("bus", Match.anyValue(), Match.absent(), Map.of("Fn::GetAtt", Match.anyValue())));
        assertThat(template.findConditions("*")).as("one for each account").hasSize(1);
    }

    private static Map<String, Object> outgoing(String name, Object pattern, Object inputPath, Object role) {
        return Map.of(
                "Name",
                Match.stringLikeRegexp("^keptn-to-carts-" + name + "-[0-9a-f]{8}$"),
                "EventBusName",
                Map.of("Ref", Match.stringLikeRegexp("^EventsBus")),
                "EventPattern",
                pattern,
                "Targets",
                List.of(Match.objectLike(Map.of("InputPath", inputPath, "RoleArn", role))));
    }

    @Test
    void theSweepIsOffUntilSomethingIsOpen() {
        template.hasResourceProperties(
                "AWS::Events::Rule",
                Map.of("Name", "keptn-sweep", "ScheduleExpression", "rate(1 minute)", "State", "DISABLED"));
    }

    @Test
    void nobodyElsePutsEventsInOurName() {
        template.hasResourceProperties(
                "AWS::Events::EventBusPolicy",
                Map.of(
                        "Statement",
                        Match.objectLike(Map.of(
                                "Effect",
                                "Deny",
                                "Action",
                                "events:PutEvents",
                                "Principal",
                                Map.of("AWS", "*"),
                                "Condition",
                                Match.objectLike(
                                        Map.of("StringEquals", Map.of("events:source", "keptn.control-plane")))))));
        List<Map<String, Object>> allowed = statements().stream()
                .filter(statement -> actions(statement).contains("events:PutEvents"))
                .filter(statement -> !readable(statement.get("Resource")).startsWith("arn:"))
                .toList();
        assertThat(allowed)
                .isNotEmpty()
                .allSatisfy(statement -> assertThat(statement)
                        .extractingByKey("Condition")
                        .isIn(
                                Map.of("StringEquals", Map.of("events:source", "keptn.control-plane")),
                                Map.of("StringEquals", Map.of("events:source", "keptn.services"))));
    }

    @Test
    void nothingIsAllowedByWildcardActionsOrOnAllResources() {
        assertThat(statements()).isNotEmpty().allSatisfy(statement -> {
            assertThat(actions(statement)).noneMatch(action -> action.contains("*"));
            if (Objects.equals(statement.get("Resource"), "*")) {
                assertThat(WITHOUT_RESOURCE).containsAll(actions(statement));
            }
        });
    }

    @Test
    void roleStatementsAreTheReviewedOnes() throws IOException {
        StringBuilder text = new StringBuilder();
        resources("AWS::IAM::Policy").forEach((name, policy) -> {
            text.append(withoutHash(name)).append('\n');
            statements(policy).forEach(statement -> describe(statement, text));
        });
        compare(text, "roles.txt");
    }

    /** Of a permission of a function there is one resource for each: what it says is written as a statement. */
    @Test
    void policiesOfResourcesAreTheReviewedOnes() throws IOException {
        StringBuilder text = new StringBuilder();
        for (String type : List.of(
                "AWS::Events::EventBusPolicy",
                "AWS::S3::BucketPolicy",
                "AWS::SNS::TopicPolicy",
                "AWS::SQS::QueuePolicy",
                "AWS::Lambda::Permission")) {
            resources(type).forEach((name, resource) -> {
                Map<String, Object> properties = properties(resource);
                text.append(withoutHash(name)).append('\n');
                if (type.equals("AWS::Lambda::Permission")) {
                    describe(permission(properties), text);
                } else if (properties.get("Statement") instanceof Map<?, ?> only) {
                    describe(Json.object(only), text);
                } else {
                    statements(resource).forEach(statement -> describe(statement, text));
                }
            });
        }
        compare(text, "resources.txt");
    }

    private static Map<String, Object> permission(Map<String, Object> properties) {
        Map<String, Object> statement = new LinkedHashMap<>();
        statement.put("Effect", "Allow");
        statement.put("Action", Objects.requireNonNull(properties.get("Action")));
        statement.put("Principal", Map.of("Service", Objects.requireNonNull(properties.get("Principal"))));
        statement.put("Resource", Objects.requireNonNull(properties.get("FunctionName")));
        statement.put(
                "Condition",
                Map.of("ArnLike", Map.of("aws:SourceArn", Objects.requireNonNull(properties.get("SourceArn")))));
        return statement;
    }

    private static void describe(Map<String, ? extends @Nullable Object> statement, StringBuilder text) {
        text.append("  ")
                .append(statement.get("Effect"))
                .append(' ')
                .append(String.join(", ", new TreeSet<>(actions(statement))))
                .append('\n');
        line("to", statement.get("Principal"), text);
        line("on", statement.get("Resource"), text);
        line("where", statement.get("Condition"), text);
    }

    private static void line(String word, @Nullable Object value, StringBuilder text) {
        if (value != null) {
            text.append("    ").append(word).append(' ').append(readable(value)).append('\n');
        }
    }

    private static void compare(StringBuilder text, String file) throws IOException {
        Path golden = Path.of("src/test/cases", file);
        if (REWRITE) {
            Files.createDirectories(golden.getParent());
            Files.writeString(golden, text);
        }
        assertThat(text).hasToString(Files.readString(golden));
    }

    @Test
    void cdkNagHasNothingToSay() {
        assertThat(annotations.findError("*", Match.stringLikeRegexp("AwsSolutions-.*")))
                .isEmpty();
        assertThat(annotations.findWarning("*", Match.stringLikeRegexp("AwsSolutions-.*")))
                .isEmpty();
    }

    @Test
    void aProjectOfTheStackIsPublishedByItsFiles() {
        template.hasResourceProperties(
                "Custom::KeptnProject",
                Map.of(
                        "Project",
                        "carts",
                        "Table",
                        Map.of("Ref", Match.stringLikeRegexp("^StorageTable.*")),
                        "ServiceToken",
                        Map.of("Ref", Match.stringLikeRegexp("PublishingpublishLive.*")),
                        "Shipyard",
                        Match.stringLikeRegexp(".*\\.yaml"),
                        "Uniform",
                        Match.stringLikeRegexp(".*\\.yaml"),
                        "Resources",
                        Match.stringLikeRegexp(".*\\.zip")));
    }

    @Test
    void whatNobodyDoesOnAwsIsSaid() {
        assertThat(annotations.findWarning(
                        "*",
                        Match.stringLikeRegexp(
                                ".*uniform.yaml:4:.*\\[service-not-on-aws\\].*`deployer` is a command.*")))
                .hasSize(1);
    }

    @Test
    void tooManyRulesOfAllProjectsAreToldBeforeTheyAreDeployed(@TempDir Path folder) throws IOException {
        Files.writeString(folder.resolve("shipyard.yaml"), SHIPYARD);
        Files.writeString(folder.resolve("connections.yaml"), CONNECTIONS);
        StringBuilder uniform = new StringBuilder("kind: Uniform\nspec:\n  services:\n");
        for (int i = 0; i < 295; i++) {
            uniform.append("    - {name: s").append(i).append(", external: true, events: [deployment.triggered]}\n");
        }
        Files.writeString(folder.resolve("uniform.yaml"), uniform);
        KeptnStack stack = new KeptnStack(new App(), new Settings("keptn", root, null, null, Map.of("carts", folder)));
        // Of the project alone there are not too many; three are those of its forwards.
        long own = resources("AWS::Events::Rule").values().stream()
                .filter(rule -> !"default".equals(properties(rule).getOrDefault("EventBusName", "default")))
                .count();
        String message = ".*need " + (295 + own) + " rules on Keptn's bus, and AWS takes 300.*rules-too-many.*";
        assertThat(Annotations.fromStack(stack).findWarning("*", Match.stringLikeRegexp(message)))
                .hasSize(1);
        assertThat(annotations.findWarning("*", Match.stringLikeRegexp(".*rules-too-many.*")))
                .isEmpty();
    }

    @Test
    void errorsInAProjectFailTheSynthesisWithTheirPositions(@TempDir Path folder) throws IOException {
        Path shipyard = folder.resolve("shipyard.yaml");
        Files.writeString(shipyard, "spec:\n  stages:\n    - sequences: 1\n");

        assertThatThrownBy(() ->
                        new KeptnStack(new App(), new Settings("keptn", root, null, null, Map.of("carts", folder))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("the project carts cannot be deployed")
                .hasMessageContaining(shipyard + ":3:")
                .hasMessageContaining("[stage-without-name]");
    }

    @Test
    void errorsInConnectionsFailTheSynthesisToo(@TempDir Path folder) throws IOException {
        Files.writeString(folder.resolve("shipyard.yaml"), SHIPYARD);
        Path connections = folder.resolve("connections.yaml");
        Files.writeString(connections, CONNECTIONS.replace("dev.delivery", "prod.delivery"));

        assertThatThrownBy(() ->
                        new KeptnStack(new App(), new Settings("keptn", root, null, null, Map.of("carts", folder))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(connections + ":5:")
                .hasMessageContaining("[connection-sequence-unknown]");
    }

    @Test
    void aFolderWithoutShipyardIsRefused(@TempDir Path folder) {
        assertThatThrownBy(() ->
                        new KeptnStack(new App(), new Settings("keptn", root, null, null, Map.of("carts", folder))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("shipyard.yaml");
    }

    @Test
    void aMissingArtifactSaysHowToBuildIt(@TempDir Path empty) {
        assertThatThrownBy(() -> FunctionFamily.CONTROL.code(empty))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("./mvnw -DskipTests package");
    }

    @Test
    void aNameThatAwsWouldRefuseIsRefusedAtOnce() {
        assertThatThrownBy(() -> new Settings("Keptn 1", root, null, null, Map.of()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("-c name=NAME");
    }

    @Test
    void theArnOfATableIsRefusedAtOnce() {
        assertThatThrownBy(() -> new Settings(
                        "keptn", root, null, "arn:aws:dynamodb:eu-central-1:111122223333:table/keptn", Map.of()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("without its ARN")
                .hasMessageContaining("-c table=NAME");
    }

    /** The documents ask for these by their names. */
    @Test
    void outputsAreTheDocumentedOnes() {
        assertThat(template.findOutputs("*").keySet())
                .containsExactlyInAnyOrder(
                        "ApiTokens", "ApiUrl", "Bucket", "Control", "EventBus", "FailedEvents", "Publish", "Table");
    }

    private static Map<String, Map<String, Object>> resources(String type) {
        return new TreeMap<>(template.findResources(type));
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> properties(Map<String, Object> resource) {
        return (Map<String, Object>) Objects.requireNonNull(resource.get("Properties"));
    }

    private static List<Map<String, Object>> statements() {
        List<Map<String, Object>> all = new ArrayList<>();
        resources("AWS::IAM::Policy").values().forEach(policy -> all.addAll(statements(policy)));
        return all;
    }

    @SuppressWarnings("unchecked")
    private static List<Map<String, Object>> statements(Map<String, Object> policy) {
        Map<String, Object> document =
                (Map<String, Object>) Objects.requireNonNull(properties(policy).get("PolicyDocument"));
        return (List<Map<String, Object>>) Objects.requireNonNull(document.get("Statement"));
    }

    private static List<String> actions(Map<String, ? extends @Nullable Object> statement) {
        Object actions = statement.get("Action");
        return actions instanceof List<?> list
                ? list.stream().map(String::valueOf).toList()
                : List.of(String.valueOf(actions));
    }

    /** A resource or condition in one line, references by their names. */
    private static String readable(@Nullable Object value) {
        if (value instanceof List<?> list) {
            return String.join(", ", list.stream().map(KeptnStackTest::readable).toList());
        }
        if (value instanceof Map<?, ?> map) {
            if (map.get("Ref") != null) {
                return "<" + withoutHash(map.get("Ref")) + ">";
            }
            if (map.get("Fn::GetAtt") instanceof List<?> attribute) {
                return "<" + withoutHash(attribute.get(0)) + ">";
            }
            if (map.get("Fn::Join") instanceof List<?> join && join.get(1) instanceof List<?> parts) {
                return String.join(
                        "", parts.stream().map(KeptnStackTest::readable).toList());
            }
            Map<String, String> all = new LinkedHashMap<>();
            map.forEach((key, each) -> all.put(String.valueOf(key), readable(each)));
            return all.toString();
        }
        return String.valueOf(value);
    }

    private static String withoutHash(@Nullable Object name) {
        return String.valueOf(name).replaceAll("[0-9A-F]{8}$", "");
    }
}

package sh.keptn.infra.flows;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import sh.keptn.aws.storage.DynamoDbStore;
import sh.keptn.aws.storage.S3Bodies;
import sh.keptn.controlplane.ports.Store;
import sh.keptn.events.Json;
import sh.keptn.infra.SynthesizedStack;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.SdkClient;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeDefinition;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.GlobalSecondaryIndex;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.eventbridge.EventBridgeClient;
import software.amazon.awssdk.services.eventbridge.model.PutEventsRequestEntry;
import software.amazon.awssdk.services.eventbridge.model.PutEventsResponse;
import software.amazon.awssdk.services.eventbridge.model.RuleState;
import software.amazon.awssdk.services.eventbridge.model.Target;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.lambda.model.InvokeResponse;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;
import software.amazon.awssdk.services.sfn.SfnClient;
import software.amazon.awssdk.services.sfn.model.ExecutionListItem;
import software.amazon.awssdk.services.sfn.model.StateMachineListItem;

/**
 * An installation in an account: the resources of the synthesized template through which events and rows run, made with AWS's
 * own APIs. What secures and watches it (roles, alarms, queues) is left out.
 */
final class Installation implements Door, AutoCloseable {

    private static final int ATTEMPTS = 3;

    private static final Pattern FUNCTION_OF_AUTHORIZER = Pattern.compile(".*/functions/(.+)/invocations");

    private final Account account;
    private final HttpApi api = HttpApi.start();
    private final HttpClient http = HttpClient.newHttpClient();
    private final ResolvedTemplate template;
    private final DynamoDbClient dynamoDb;
    private final S3Client s3;
    private final EventBridgeClient events;
    private final LambdaClient lambda;
    private final SfnClient stepFunctions;
    private final SecretsManagerClient secrets;
    private final String bus;
    private final Store store;

    /** Makes everything and waits for nothing: what a function is asked before it runs waits for it. */
    Installation(Account account, SynthesizedStack stack) {
        this.account = account;
        this.template = new ResolvedTemplate(stack.template(), Account.NUMBER, Account.REGION.id(), api.url());
        this.dynamoDb = account.client(DynamoDbClient.builder(), "DYNAMODB");
        this.s3 = account.client(S3Client.builder(), "S3");
        this.events = account.client(EventBridgeClient.builder(), "EVENTBRIDGE");
        this.lambda = account.client(LambdaClient.builder(), "LAMBDA");
        this.stepFunctions = account.client(SfnClient.builder(), "SFN");
        this.secrets = account.client(SecretsManagerClient.builder(), "SECRETS_MANAGER");
        template.resources("AWS::DynamoDB::Table").forEach(this::createTable);
        template.resources("AWS::S3::Bucket")
                .keySet()
                .forEach(id -> s3.createBucket(request -> request.bucket(template.name(id))
                        .createBucketConfiguration(where -> where.locationConstraint(Account.REGION.id()))));
        template.resources("AWS::Events::EventBus")
                .values()
                .forEach(each -> events.createEventBus(request -> request.name(text(each, "Name"))));
        template.resources("AWS::SecretsManager::Secret").forEach(this::createSecret);
        template.resources("AWS::Lambda::Function")
                .forEach((id, function) -> account.create(function(function, stack)));
        template.resources("AWS::Events::Rule").forEach(this::putRule);
        api.serve(
                template.resources("AWS::ApiGatewayV2::Route").values().stream()
                        .map(this::route)
                        .toList(),
                this::invokeByArn);
        this.bus = template.name(id("AWS::Events::EventBus"));
        this.store = new DynamoDbStore(
                dynamoDb,
                template.name(id("AWS::DynamoDB::Table")),
                new S3Bodies(s3, template.name(id("AWS::S3::Bucket"))));
    }

    private static Account.Function function(Map<String, @Nullable Object> properties, SynthesizedStack stack) {
        Map<String, String> variables = new LinkedHashMap<>();
        Json.child(Json.child(properties, "Environment"), "Variables")
                .forEach((name, value) -> variables.put(name, String.valueOf(value)));
        String key = text(Json.child(properties, "Code"), "S3Key");
        return new Account.Function(
                text(properties, "FunctionName"),
                text(properties, "Handler"),
                stack.folder().resolve("asset." + key),
                text(properties, "Role"),
                variables);
    }

    private void createTable(String id, Map<String, @Nullable Object> table) {
        dynamoDb.createTable(request -> request.tableName(template.name(id))
                .billingMode(BillingMode.fromValue(text(table, "BillingMode")))
                .keySchema(keys(table))
                .attributeDefinitions(objects(table, "AttributeDefinitions")
                        .map(each -> AttributeDefinition.builder()
                                .attributeName(text(each, "AttributeName"))
                                .attributeType(text(each, "AttributeType"))
                                .build())
                        .toList())
                .globalSecondaryIndexes(objects(table, "GlobalSecondaryIndexes")
                        .map(index -> GlobalSecondaryIndex.builder()
                                .indexName(text(index, "IndexName"))
                                .keySchema(keys(index))
                                .projection(projection -> projection.projectionType(
                                        text(Json.child(index, "Projection"), "ProjectionType")))
                                .build())
                        .toList()));
        dynamoDb.waiter().waitUntilTableExists(request -> request.tableName(template.name(id)));
    }

    private static List<KeySchemaElement> keys(Map<String, @Nullable Object> of) {
        return objects(of, "KeySchema")
                .map(key -> KeySchemaElement.builder()
                        .attributeName(text(key, "AttributeName"))
                        .keyType(text(key, "KeyType"))
                        .build())
                .toList();
    }

    private void createSecret(String id, Map<String, @Nullable Object> secret) {
        Map<String, @Nullable Object> generate = Json.child(secret, "GenerateSecretString");
        String drawn = secrets.getRandomPassword(request -> request.passwordLength(
                                ((Number) generate.getOrDefault("PasswordLength", 32)).longValue())
                        .excludePunctuation(Boolean.TRUE.equals(generate.get("ExcludePunctuation"))))
                .randomPassword();
        Map<String, @Nullable Object> value = Json.parseObject(text(generate, "SecretStringTemplate"));
        value.put(text(generate, "GenerateStringKey"), drawn);
        secrets.createSecret(request -> request.name(template.name(id)).secretString(Json.write(value)));
    }

    private HttpApi.Route route(Map<String, @Nullable Object> route) {
        String integration = text(route, "Target").substring("integrations/".length());
        String authorizer = Json.text(route, "AuthorizerId");
        return new HttpApi.Route(
                text(route, "RouteKey").substring("ANY ".length()),
                text(resource("AWS::ApiGatewayV2::Integration", integration), "IntegrationUri"),
                authorizer == null
                        ? null
                        : FUNCTION_OF_AUTHORIZER
                                .matcher(text(resource("AWS::ApiGatewayV2::Authorizer", authorizer), "AuthorizerUri"))
                                .replaceFirst("$1"));
    }

    private Map<String, @Nullable Object> resource(String type, String id) {
        Map<String, @Nullable Object> found = template.resources(type).get(id);
        if (found == null) {
            throw new IllegalStateException("no " + type + " `" + id + "`");
        }
        return found;
    }

    private void putRule(String id, Map<String, @Nullable Object> rule) {
        String on = rule.containsKey("EventBusName") ? text(rule, "EventBusName") : "default";
        events.putRule(request -> request.name(template.name(id))
                .eventBusName(on)
                .eventPattern(rule.containsKey("EventPattern") ? Json.write(rule.get("EventPattern")) : null)
                .scheduleExpression(Json.text(rule, "ScheduleExpression"))
                .state(RuleState.fromValue(text(rule, "State"))));
        events.putTargets(request -> request.rule(template.name(id))
                .eventBusName(on)
                .targets(objects(rule, "Targets")
                        .map(target -> Target.builder()
                                .id(text(target, "Id"))
                                .arn(text(target, "Arn"))
                                .build())
                        .toList()));
    }

    @Override
    public Store store() {
        return store;
    }

    /** Brings a project here as a user does. */
    void publish(String project, String shipyard, @Nullable String uniform) {
        Map<String, @Nullable Object> request = new LinkedHashMap<>();
        request.put("operation", "publish");
        request.put("project", project);
        request.put("shipyard", shipyard);
        request.put("uniform", uniform);
        Map<String, @Nullable Object> answer = invoke("publish", request);
        if (!"done".equals(answer.get("verdict"))) {
            throw new AssertionError("publishing " + project + ": " + answer);
        }
    }

    /** Calls a function by the alias that everybody calls, and returns its answer. */
    Map<String, @Nullable Object> invoke(String function, Map<String, @Nullable Object> payload) {
        return invokeByArn("keptn-" + function + ":" + Account.ALIAS, payload);
    }

    /** @param function ARN, or a part of it as {@code Invoke} takes it */
    private Map<String, @Nullable Object> invokeByArn(String function, Map<String, @Nullable Object> payload) {
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

    @Override
    public void put(String source, String type, Map<String, ? extends @Nullable Object> detail) {
        PutEventsRequestEntry entry = PutEventsRequestEntry.builder()
                .eventBusName(bus)
                .source(source)
                .detailType(type)
                .detail(Json.write(detail))
                .build();
        PutEventsResponse response = events.putEvents(request -> request.entries(entry));
        if (response.failedEntryCount() > 0) {
            throw new AssertionError(response.entries().toString());
        }
    }

    /**
     * Asks the HTTP API.
     *
     * @param url whole, or the path of an operation
     * @param body null for a GET, else a POST
     * @param headers names and values by turns
     */
    HttpResponse<String> ask(String url, @Nullable String body, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url.startsWith("/") ? api.url() + url : url))
                .timeout(Account.PATIENCE);
        if (body != null) {
            request.POST(HttpRequest.BodyPublishers.ofString(body));
        }
        if (headers.length > 0) {
            request.headers(headers);
        }
        try {
            return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    /** The first token of the HTTP API, found as the documentation says. */
    String token() {
        String secret = template.name(id("AWS::SecretsManager::Secret"));
        return text(
                Json.parseObject(secrets.getSecretValue(request -> request.secretId(secret))
                        .secretString()),
                "bootstrap");
    }

    /** The executions of a project as {@code <machine> <status>}, sorted. */
    List<String> executions(String project) {
        return machines(project)
                .flatMap(machine ->
                        executionsOf(machine).map(execution -> machine.name() + " " + execution.statusAsString()))
                .sorted()
                .toList();
    }

    /** Stops what runs of a project, as somebody does in the console. */
    void stopExecutions(String project) {
        machines(project)
                .flatMap(this::executionsOf)
                .forEach(execution ->
                        stepFunctions.stopExecution(request -> request.executionArn(execution.executionArn())
                                .error("Stopped")
                                .cause("in the console")));
    }

    private Stream<StateMachineListItem> machines(String project) {
        return stepFunctions.listStateMachinesPaginator().stateMachines().stream()
                .filter(machine -> machine.name().startsWith("keptn-" + project + "-"));
    }

    private Stream<ExecutionListItem> executionsOf(StateMachineListItem machine) {
        return stepFunctions
                .listExecutionsPaginator(request -> request.stateMachineArn(machine.stateMachineArn()))
                .executions()
                .stream();
    }

    private String id(String type) {
        List<String> ids = List.copyOf(template.resources(type).keySet());
        if (ids.size() != 1) {
            throw new IllegalStateException("expected one " + type + ", found " + ids);
        }
        return ids.get(0);
    }

    private static String text(Map<String, @Nullable Object> object, String key) {
        String text = Json.text(object, key);
        if (text == null) {
            throw new IllegalStateException("no " + key + " in " + object);
        }
        return text;
    }

    private static Stream<Map<String, @Nullable Object>> objects(Map<String, @Nullable Object> object, String key) {
        return object.get(key) instanceof List<?> list
                ? list.stream().map(each -> Json.object((Map<?, ?>) each))
                : Stream.of();
    }

    @Override
    public void close() {
        api.close();
        Stream.<SdkClient>of(dynamoDb, s3, events, lambda, stepFunctions, secrets)
                .forEach(SdkClient::close);
        account.close();
    }
}

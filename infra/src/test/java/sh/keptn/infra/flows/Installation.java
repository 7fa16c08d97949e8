package sh.keptn.infra.flows;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
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
import software.amazon.awssdk.services.eventbridge.model.PutTargetsResponse;
import software.amazon.awssdk.services.eventbridge.model.RuleState;
import software.amazon.awssdk.services.eventbridge.model.Target;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.lambda.model.InvokeResponse;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.S3Object;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;
import software.amazon.awssdk.services.sfn.SfnClient;
import software.amazon.awssdk.services.sfn.model.ExecutionListItem;
import software.amazon.awssdk.services.sfn.model.SfnException;
import software.amazon.awssdk.services.sfn.model.StateMachineListItem;

/**
 * An installation in an account: the resources of the synthesized template through which events and rows run, and the roles of
 * those who do something, made with AWS's own APIs and removed at the end. What watches it (alarms, queues) is left out.
 */
final class Installation implements Door, AutoCloseable {

    private static final int ATTEMPTS = 3;

    private static final Pattern FUNCTION_OF_AUTHORIZER = Pattern.compile(".*/functions/(.+)/invocations");

    /** How AWS and emulators say that an operation is not there at all. */
    private static final Set<String> NOT_THERE =
            Set.of("UnknownOperationException", "UnknownOperation", "NotImplemented", "NotImplementedException");

    private static final int NOT_IMPLEMENTED = 501;
    private static final Duration LOOK_AGAIN = Duration.ofSeconds(1);

    private final Account account;
    private final String name;
    private final String run;
    private final Deque<Made> made = new ArrayDeque<>();
    private final HttpApi api = HttpApi.start();
    private final HttpClient http = HttpClient.newHttpClient();
    private final ResolvedTemplate template;
    private final DynamoDbClient dynamoDb;
    private final S3Client s3;
    private final EventBridgeClient events;
    private final LambdaClient lambda;
    private final SfnClient stepFunctions;
    private final SecretsManagerClient secrets;
    private final IamClient iam;
    private final String bus;
    private final Store store;

    /** Something that was made, and how it is removed. */
    private record Made(String what, Runnable remove) {}

    /**
     * Makes everything that is not there at once, and leaves nothing behind if it cannot.
     *
     * @param run a few letters and digits that nothing has in its name which others have left in the account
     * @param stack whose name has them too
     */
    Installation(Account account, String run, SynthesizedStack stack) {
        this.account = account;
        this.name = stack.name();
        this.run = run;
        this.template = new ResolvedTemplate(stack.template(), name, account.number(), Account.REGION.id(), api.url());
        this.dynamoDb = account.client(DynamoDbClient.builder(), "DYNAMODB");
        // A bucket's name before that of the host is for names that a server of names resolves.
        this.s3 = account.client(S3Client.builder().forcePathStyle(true), "S3");
        this.events = account.client(EventBridgeClient.builder(), "EVENTBRIDGE");
        this.lambda = account.client(LambdaClient.builder(), "LAMBDA");
        this.stepFunctions = account.client(SfnClient.builder(), "SFN");
        this.secrets = account.client(SecretsManagerClient.builder(), "SECRETS_MANAGER");
        this.iam = account.client(IamClient.builder(), "IAM");
        this.bus = template.name(id("AWS::Events::EventBus"));
        this.store = new DynamoDbStore(
                dynamoDb,
                template.name(id("AWS::DynamoDB::Table")),
                new S3Bodies(s3, template.name(id("AWS::S3::Bucket"))));
        try {
            make(stack);
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    private void make(SynthesizedStack stack) {
        template.resources("AWS::DynamoDB::Table").forEach(this::createTable);
        template.resources("AWS::S3::Bucket").keySet().forEach(id -> createBucket(template.name(id)));
        template.resources("AWS::Events::EventBus").values().forEach(each -> createBus(text(each, "Name")));
        template.resources("AWS::SecretsManager::Secret").forEach(this::createSecret);
        template.resources("AWS::IAM::Role").forEach(this::createRole);
        template.resources("AWS::IAM::Policy").values().forEach(this::putRolePolicy);
        template.resources("AWS::Lambda::Function").values().forEach(each -> {
            Account.Function function = function(each, stack);
            account.create(function);
            made("function " + function.name(), () -> account.delete(function));
        });
        template.resources("AWS::Events::Rule").forEach(this::putRule);
        api.serve(
                account.number(),
                template.resources("AWS::ApiGatewayV2::Route").values().stream()
                        .map(this::route)
                        .toList(),
                this::invokeByArn);
    }

    private void made(String what, Runnable remove) {
        made.push(new Made(what, remove));
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
                number(properties, "MemorySize"),
                number(properties, "Timeout"),
                variables);
    }

    private void createTable(String id, Map<String, @Nullable Object> table) {
        String tableName = template.name(id);
        dynamoDb.createTable(request -> request.tableName(tableName)
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
        made("table " + tableName, () -> dynamoDb.deleteTable(request -> request.tableName(tableName)));
        dynamoDb.waiter().waitUntilTableExists(request -> request.tableName(tableName));
    }

    private void createBucket(String bucket) {
        s3.createBucket(request -> request.bucket(bucket)
                .createBucketConfiguration(where -> where.locationConstraint(Account.REGION.id())));
        made("bucket " + bucket, () -> {
            s3.listObjectsV2Paginator(request -> request.bucket(bucket)).contents().stream()
                    .map(S3Object::key)
                    .toList()
                    .forEach(key ->
                            s3.deleteObject(request -> request.bucket(bucket).key(key)));
            s3.deleteBucket(request -> request.bucket(bucket));
        });
        s3.waiter().waitUntilBucketExists(request -> request.bucket(bucket));
    }

    private void createBus(String busName) {
        events.createEventBus(request -> request.name(busName));
        made("bus " + busName, () -> events.deleteEventBus(request -> request.name(busName)));
    }

    private void createRole(String id, Map<String, @Nullable Object> role) {
        String roleName = template.name(id);
        iam.createRole(request ->
                request.roleName(roleName).assumeRolePolicyDocument(Json.write(role.get("AssumeRolePolicyDocument"))));
        made("role " + roleName, () -> iam.deleteRole(request -> request.roleName(roleName)));
        iam.waiter().waitUntilRoleExists(request -> request.roleName(roleName));
    }

    private void putRolePolicy(Map<String, @Nullable Object> policy) {
        String policyName = text(policy, "PolicyName");
        for (Object role : policy.get("Roles") instanceof List<?> roles ? roles : List.of()) {
            String roleName = String.valueOf(role);
            iam.putRolePolicy(request -> request.roleName(roleName)
                    .policyName(policyName)
                    .policyDocument(Json.write(policy.get("PolicyDocument"))));
            made(
                    "policy of role " + roleName,
                    () -> iam.deleteRolePolicy(
                            request -> request.roleName(roleName).policyName(policyName)));
        }
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
        String arn = secrets.createSecret(
                        request -> request.name(template.name(id)).secretString(Json.write(value)))
                .arn();
        template.made(id, arn);
        made(
                "secret " + arn,
                () -> secrets.deleteSecret(request -> request.secretId(arn).forceDeleteWithoutRecovery(true)));
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
        String ruleName = template.name(id);
        List<Target> targets = objects(rule, "Targets")
                .map(target -> Target.builder()
                        .id(text(target, "Id"))
                        .arn(text(target, "Arn"))
                        .build())
                .toList();
        events.putRule(request -> request.name(ruleName)
                .eventBusName(on)
                .eventPattern(rule.containsKey("EventPattern") ? Json.write(rule.get("EventPattern")) : null)
                .scheduleExpression(Json.text(rule, "ScheduleExpression"))
                .state(RuleState.fromValue(text(rule, "State"))));
        made("rule " + ruleName, () -> {
            events.removeTargets(request -> request.rule(ruleName)
                    .eventBusName(on)
                    .ids(targets.stream().map(Target::id).toList()));
            events.deleteRule(request -> request.name(ruleName).eventBusName(on));
        });
        PutTargetsResponse put = events.putTargets(
                request -> request.rule(ruleName).eventBusName(on).targets(targets));
        if (put.failedEntryCount() > 0) {
            throw new IllegalStateException("targets of " + ruleName + ": " + put.failedEntries());
        }
    }

    @Override
    public Store store() {
        return store;
    }

    /** The name of a project that is called like this in golden files; a dash in it would put a hash into the names of machines. */
    String project(String flow) {
        return flow + run;
    }

    /** Host under which functions find a server of this machine; empty where that is not known. */
    Optional<String> thisMachine() {
        return account.thisMachine();
    }

    /** Brings a project here as a user does. */
    void publish(String project, String shipyard, @Nullable String uniform) {
        made("project " + project, () -> delete(project));
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

    /** Removes a project as a user does; that may take more than one function call. */
    private void delete(String project) {
        long end = System.nanoTime() + Account.PATIENCE.toNanos();
        while (true) {
            Map<String, @Nullable Object> answer = invoke("publish", Map.of("operation", "delete", "project", project));
            if ("done".equals(answer.get("verdict"))) {
                return;
            }
            if (System.nanoTime() > end) {
                throw new IllegalStateException("deleting " + project + ": " + answer);
            }
            LockSupport.parkNanos(LOOK_AGAIN.toNanos());
        }
    }

    /** What the account says if it does not know how to redrive an execution; empty where it does, as AWS. */
    Optional<String> cannotRedrive() {
        try {
            stepFunctions.redriveExecution(request -> request.executionArn("arn:aws:states:" + Account.REGION.id() + ":"
                    + account.number() + ":execution:keptn-" + run + ":that-never-was"));
        } catch (SfnException e) {
            boolean isMissing = e.statusCode() == NOT_IMPLEMENTED
                    || NOT_THERE.contains(e.awsErrorDetails().errorCode());
            return isMissing ? Optional.of(String.valueOf(e.getMessage())) : Optional.empty();
        }
        return Optional.empty();
    }

    /** Calls a function by the alias that everybody calls, and returns its answer. */
    Map<String, @Nullable Object> invoke(String function, Map<String, @Nullable Object> payload) {
        return invokeByArn(name + "-" + function + ":" + Account.ALIAS, payload);
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
        String secret = template.reference(id("AWS::SecretsManager::Secret"));
        return text(
                Json.parseObject(secrets.getSecretValue(request -> request.secretId(secret))
                        .secretString()),
                "bootstrap");
    }

    /** The executions of a project as {@code <machine> <status>}, sorted; the machine's name as in golden files. */
    List<String> executions(String project) {
        return machines(project)
                .flatMap(machine -> executionsOf(machine)
                        .map(execution -> machine.name().replace(run, "") + " " + execution.statusAsString()))
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

    private static int number(Map<String, @Nullable Object> object, String key) {
        if (object.get(key) instanceof Number number) {
            return number.intValue();
        }
        throw new IllegalStateException("no number " + key + " in " + object);
    }

    private static Stream<Map<String, @Nullable Object>> objects(Map<String, @Nullable Object> object, String key) {
        return object.get(key) instanceof List<?> list
                ? list.stream().map(each -> Json.object((Map<?, ?>) each))
                : Stream.of();
    }

    /** Removes what was made, the last first; what cannot be removed is told, and no reason to fail what has passed. */
    @Override
    public void close() {
        while (!made.isEmpty()) {
            Made last = made.pop();
            try {
                last.remove().run();
            } catch (RuntimeException | AssertionError e) {
                System.err.println("left in the account: " + last.what() + ": " + e.getMessage());
            }
        }
        api.close();
        Stream.<SdkClient>of(dynamoDb, s3, events, lambda, stepFunctions, secrets, iam)
                .forEach(SdkClient::close);
        account.close();
    }
}

package sh.keptn.aws.publisher;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.services.sfn.SfnClient;
import software.amazon.awssdk.services.sfn.model.CreateStateMachineRequest;
import software.amazon.awssdk.services.sfn.model.CreateStateMachineResponse;
import software.amazon.awssdk.services.sfn.model.DeleteStateMachineRequest;
import software.amazon.awssdk.services.sfn.model.DeleteStateMachineResponse;
import software.amazon.awssdk.services.sfn.model.DeleteStateMachineVersionRequest;
import software.amazon.awssdk.services.sfn.model.DeleteStateMachineVersionResponse;
import software.amazon.awssdk.services.sfn.model.DescribeStateMachineRequest;
import software.amazon.awssdk.services.sfn.model.DescribeStateMachineResponse;
import software.amazon.awssdk.services.sfn.model.ExecutionListItem;
import software.amazon.awssdk.services.sfn.model.ListExecutionsRequest;
import software.amazon.awssdk.services.sfn.model.ListExecutionsResponse;
import software.amazon.awssdk.services.sfn.model.ListStateMachineVersionsRequest;
import software.amazon.awssdk.services.sfn.model.ListStateMachineVersionsResponse;
import software.amazon.awssdk.services.sfn.model.ListTagsForResourceRequest;
import software.amazon.awssdk.services.sfn.model.ListTagsForResourceResponse;
import software.amazon.awssdk.services.sfn.model.SfnException;
import software.amazon.awssdk.services.sfn.model.StartExecutionRequest;
import software.amazon.awssdk.services.sfn.model.StartExecutionResponse;
import software.amazon.awssdk.services.sfn.model.StateMachineAlreadyExistsException;
import software.amazon.awssdk.services.sfn.model.StateMachineDoesNotExistException;
import software.amazon.awssdk.services.sfn.model.StateMachineVersionListItem;
import software.amazon.awssdk.services.sfn.model.Tag;
import software.amazon.awssdk.services.sfn.model.UpdateStateMachineRequest;
import software.amazon.awssdk.services.sfn.model.UpdateStateMachineResponse;

/** State machines and their versions as the API reference describes them, with the documented rates of changes. */
final class InMemoryStepFunctions implements SfnClient {

    static final String MACHINES = "arn:aws:states:eu-west-1:123456789012:stateMachine:";

    private final Stops stops;
    private final Clock clock;
    private final Map<String, Machine> machines = new TreeMap<>();
    private double bucket = 100;
    private Instant counted;
    private int changes;
    private int throttled;

    InMemoryStepFunctions(Stops stops, Clock clock) {
        this.stops = stops;
        this.clock = clock;
        this.counted = clock.instant();
    }

    private static final class Machine {
        private String definition = "";
        private int last;
        private List<Tag> tags = List.of();
        private final Map<String, Version> versions = new TreeMap<>();
    }

    private record Version(
            int number, String definition, String description, Instant created, List<ExecutionListItem> executions) {}

    /** All machines with the descriptions of their versions, and what the newest runs. */
    Map<String, List<String>> content() {
        Map<String, List<String>> content = new TreeMap<>();
        machines.forEach((arn, machine) -> {
            List<String> lines = new ArrayList<>();
            machine.versions.values().forEach(version -> lines.add(version.number() + " " + version.description()));
            lines.add(machine.definition);
            content.put(arn.substring(MACHINES.length()), lines);
        });
        return content;
    }

    /** The definition of a version; fails if it is not there. */
    String definition(String version) {
        return find(version).definition();
    }

    void addExecution(String version, @Nullable Instant stopped) {
        find(version)
                .executions()
                .add(ExecutionListItem.builder()
                        .executionArn("e")
                        .startDate(clock.instant())
                        .stopDate(stopped)
                        .build());
    }

    /** Ends what runs of a version. */
    void endExecutions(String version) {
        find(version)
                .executions()
                .replaceAll(execution ->
                        execution.toBuilder().stopDate(clock.instant()).build());
    }

    void deleteByHand(String name) {
        machines.remove(MACHINES + name);
    }

    int changes() {
        return changes;
    }

    int throttled() {
        return throttled;
    }

    /** Takes all that is left of the bucket, as another program in the account does. */
    void exhaust() {
        refill();
        bucket = 0;
    }

    private Version find(String arn) {
        Machine machine = machines.get(machineOf(arn));
        Version version = machine == null ? null : machine.versions.get(arn);
        if (version == null) {
            throw StateMachineDoesNotExistException.builder().message(arn).build();
        }
        return version;
    }

    private static String machineOf(String version) {
        return version.substring(0, version.lastIndexOf(':'));
    }

    private Machine machine(String arn) {
        Machine machine = machines.get(arn);
        if (machine == null) {
            throw StateMachineDoesNotExistException.builder().message(arn).build();
        }
        return machine;
    }

    private void refill() {
        Instant now = clock.instant();
        bucket = Math.min(100, bucket + Duration.between(counted, now).toMillis() / 1000.0);
        counted = now;
    }

    private void count() {
        refill();
        if (bucket < 1) {
            throttled++;
            throw SfnException.builder()
                    .awsErrorDetails(AwsErrorDetails.builder()
                            .errorCode("ThrottlingException")
                            .build())
                    .statusCode(400)
                    .build();
        }
        bucket--;
        changes++;
    }

    private String publish(String arn, Machine machine, String definition, String description) {
        machine.definition = definition;
        machine.last++;
        String version = arn + ":" + machine.last;
        machine.versions.put(
                version, new Version(machine.last, definition, description, clock.instant(), new ArrayList<>()));
        return version;
    }

    @Override
    public CreateStateMachineResponse createStateMachine(CreateStateMachineRequest request) {
        return stops.around(() -> {
            count();
            String arn = MACHINES + request.name();
            Machine there = machines.get(arn);
            if (there != null && !there.definition.equals(request.definition())) {
                throw StateMachineAlreadyExistsException.builder().message(arn).build();
            }
            String version = there == null
                    ? publish(
                            arn,
                            machines.computeIfAbsent(arn, key -> new Machine()),
                            request.definition(),
                            request.versionDescription())
                    : arn + ":" + there.last;
            if (there == null) {
                machine(arn).tags = request.tags();
            }
            return CreateStateMachineResponse.builder()
                    .stateMachineArn(arn)
                    .stateMachineVersionArn(version)
                    .build();
        });
    }

    @Override
    public UpdateStateMachineResponse updateStateMachine(UpdateStateMachineRequest request) {
        return stops.around(() -> {
            count();
            String arn = request.stateMachineArn();
            return UpdateStateMachineResponse.builder()
                    .stateMachineVersionArn(
                            publish(arn, machine(arn), request.definition(), request.versionDescription()))
                    .build();
        });
    }

    @Override
    public DeleteStateMachineResponse deleteStateMachine(DeleteStateMachineRequest request) {
        return stops.around(() -> {
            count();
            machines.remove(request.stateMachineArn());
            return DeleteStateMachineResponse.builder().build();
        });
    }

    @Override
    public DeleteStateMachineVersionResponse deleteStateMachineVersion(DeleteStateMachineVersionRequest request) {
        return stops.around(() -> {
            count();
            machine(machineOf(request.stateMachineVersionArn())).versions.remove(request.stateMachineVersionArn());
            return DeleteStateMachineVersionResponse.builder().build();
        });
    }

    @Override
    public ListStateMachineVersionsResponse listStateMachineVersions(ListStateMachineVersionsRequest request) {
        int max = request.maxResults() == null ? 1000 : request.maxResults();
        return ListStateMachineVersionsResponse.builder()
                .stateMachineVersions(machine(request.stateMachineArn()).versions.entrySet().stream()
                        .sorted((one, other) ->
                                other.getValue().number() - one.getValue().number())
                        .limit(max)
                        .map(entry -> StateMachineVersionListItem.builder()
                                .stateMachineVersionArn(entry.getKey())
                                .creationDate(entry.getValue().created())
                                .build())
                        .toList())
                .build();
    }

    @Override
    public DescribeStateMachineResponse describeStateMachine(DescribeStateMachineRequest request) {
        return DescribeStateMachineResponse.builder()
                .description(find(request.stateMachineArn()).description())
                .build();
    }

    @Override
    public ListTagsForResourceResponse listTagsForResource(ListTagsForResourceRequest request) {
        return ListTagsForResourceResponse.builder()
                .tags(machine(request.resourceArn()).tags)
                .build();
    }

    @Override
    public StartExecutionResponse startExecution(StartExecutionRequest request) {
        addExecution(request.stateMachineArn(), null);
        return StartExecutionResponse.builder()
                .executionArn(request.stateMachineArn().replace(":stateMachine:", ":execution:") + ":" + request.name())
                .build();
    }

    @Override
    public ListExecutionsResponse listExecutions(ListExecutionsRequest request) {
        return ListExecutionsResponse.builder()
                .executions(find(request.stateMachineArn()).executions())
                .build();
    }

    @Override
    public String serviceName() {
        return SfnClient.SERVICE_NAME;
    }

    @Override
    public void close() {
        // nothing is open
    }
}

package sh.keptn.aws.publisher;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.services.sfn.SfnClient;
import software.amazon.awssdk.services.sfn.model.CreateStateMachineRequest;
import software.amazon.awssdk.services.sfn.model.CreateStateMachineResponse;
import software.amazon.awssdk.services.sfn.model.DeleteStateMachineRequest;
import software.amazon.awssdk.services.sfn.model.DeleteStateMachineResponse;
import software.amazon.awssdk.services.sfn.model.DeleteStateMachineVersionRequest;
import software.amazon.awssdk.services.sfn.model.DeleteStateMachineVersionResponse;
import software.amazon.awssdk.services.sfn.model.DescribeExecutionRequest;
import software.amazon.awssdk.services.sfn.model.DescribeExecutionResponse;
import software.amazon.awssdk.services.sfn.model.DescribeStateMachineRequest;
import software.amazon.awssdk.services.sfn.model.DescribeStateMachineResponse;
import software.amazon.awssdk.services.sfn.model.ExecutionListItem;
import software.amazon.awssdk.services.sfn.model.ExecutionStatus;
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
import software.amazon.awssdk.services.sfn.model.StateMachineDeletingException;
import software.amazon.awssdk.services.sfn.model.StateMachineDoesNotExistException;
import software.amazon.awssdk.services.sfn.model.StateMachineStatus;
import software.amazon.awssdk.services.sfn.model.StateMachineVersionListItem;
import software.amazon.awssdk.services.sfn.model.StopExecutionRequest;
import software.amazon.awssdk.services.sfn.model.StopExecutionResponse;
import software.amazon.awssdk.services.sfn.model.Tag;
import software.amazon.awssdk.services.sfn.model.UpdateStateMachineRequest;
import software.amazon.awssdk.services.sfn.model.UpdateStateMachineResponse;

/** State machines and their versions as the API reference describes them, with the documented rates of changes. */
final class InMemoryStepFunctions implements SfnClient {

    static final String MACHINES = "arn:aws:states:eu-west-1:123456789012:stateMachine:";

    /** How long AWS takes until a machine is gone of which nothing runs any more. */
    private static final Duration REMOVAL = Duration.ofSeconds(30);

    private static final int PAGE = 10;

    private final Stops stops;
    private final Clock clock;
    private final Map<String, Machine> machines = new TreeMap<>();
    private final Map<String, String> inputs = new TreeMap<>();
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
        private boolean deleting;
        private @Nullable Instant gone;
        private List<Tag> tags = List.of();
        private final Map<String, Version> versions = new TreeMap<>();
    }

    private record Version(
            int number, String definition, String description, Instant created, List<ExecutionListItem> executions) {}

    /** All machines that are not about to go, with the descriptions of their versions, and what the newest runs. */
    Map<String, List<String>> content() {
        Map<String, List<String>> content = new TreeMap<>();
        machines.forEach((arn, machine) -> {
            if (machine.deleting) {
                return;
            }
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
        add(version, "e" + find(version).executions().size(), "{}", stopped);
    }

    private String add(String version, String name, String input, @Nullable Instant stopped) {
        String arn = machineOf(version).replace(":stateMachine:", ":execution:") + ":" + name;
        find(version)
                .executions()
                .add(ExecutionListItem.builder()
                        .executionArn(arn)
                        .status(stopped == null ? ExecutionStatus.RUNNING : ExecutionStatus.SUCCEEDED)
                        .startDate(clock.instant())
                        .stopDate(stopped)
                        .build());
        inputs.put(arn, input);
        return arn;
    }

    /** Ends what runs of a version. */
    void endExecutions(String version) {
        end(version, execution -> true);
    }

    /** A machine that was deleted goes with the last execution. */
    private void end(String version, Predicate<ExecutionListItem> which) {
        find(version)
                .executions()
                .replaceAll(execution -> execution.status() == ExecutionStatus.RUNNING && which.test(execution)
                        ? execution.toBuilder()
                                .status(ExecutionStatus.ABORTED)
                                .stopDate(clock.instant())
                                .build()
                        : execution);
        goes(machine(machineOf(version)));
    }

    private void goes(Machine machine) {
        if (machine.deleting && running(machine).isEmpty()) {
            machine.gone = clock.instant().plus(REMOVAL);
        }
    }

    private void forget() {
        machines.values()
                .removeIf(machine -> machine.gone != null && !clock.instant().isBefore(machine.gone));
    }

    /** Names of the machines that are being deleted. */
    List<String> deleting() {
        forget();
        return machines.entrySet().stream()
                .filter(machine -> machine.getValue().deleting)
                .map(machine -> machine.getKey().substring(MACHINES.length()))
                .toList();
    }

    private static List<ExecutionListItem> running(Machine machine) {
        return machine.versions.values().stream()
                .flatMap(version -> version.executions().stream())
                .filter(execution -> execution.status() == ExecutionStatus.RUNNING)
                .toList();
    }

    /** ARNs of all executions that run. */
    List<String> running() {
        return machines.values().stream()
                .flatMap(machine -> running(machine).stream())
                .map(ExecutionListItem::executionArn)
                .toList();
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
        forget();
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
        forget();
        Machine machine = machines.get(arn);
        if (machine == null) {
            throw StateMachineDoesNotExistException.builder().message(arn).build();
        }
        return machine;
    }

    /** One that is being deleted is there, and can neither be changed nor started. */
    private static void changeable(String arn, @Nullable Machine machine) {
        if (machine != null && machine.deleting) {
            throw StateMachineDeletingException.builder()
                    .message(arn)
                    .awsErrorDetails(AwsErrorDetails.builder()
                            .errorCode("StateMachineDeleting")
                            .build())
                    .build();
        }
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
            forget();
            Machine there = machines.get(arn);
            changeable(arn, there);
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
            changeable(arn, machine(arn));
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
            Machine machine = machines.get(request.stateMachineArn());
            if (machine != null && !machine.deleting) {
                machine.deleting = true;
                goes(machine);
            }
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
        String arn = request.stateMachineArn();
        boolean isVersion = arn.indexOf(':', MACHINES.length()) > 0;
        Machine machine = machine(isVersion ? machineOf(arn) : arn);
        return DescribeStateMachineResponse.builder()
                .status(machine.deleting ? StateMachineStatus.DELETING : StateMachineStatus.ACTIVE)
                .description(isVersion ? find(arn).description() : null)
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
        String machine = machineOf(request.stateMachineArn());
        changeable(machine, machine(machine));
        return StartExecutionResponse.builder()
                .executionArn(add(request.stateMachineArn(), request.name(), request.input(), null))
                .build();
    }

    /** Of a machine, or of one of its versions. */
    @Override
    public ListExecutionsResponse listExecutions(ListExecutionsRequest request) {
        String arn = request.stateMachineArn();
        List<ExecutionListItem> all = arn.indexOf(':', MACHINES.length()) > 0
                ? find(arn).executions()
                : machine(arn).versions.values().stream()
                        .flatMap(version -> version.executions().stream())
                        .toList();
        List<ExecutionListItem> page = new ArrayList<>();
        int at = request.nextToken() == null ? 0 : Integer.parseInt(request.nextToken());
        while (at < all.size() && page.size() < PAGE) {
            ExecutionListItem execution = all.get(at);
            if (request.statusFilter() == null || request.statusFilter() == execution.status()) {
                page.add(execution);
            }
            at++;
        }
        return ListExecutionsResponse.builder()
                .executions(page)
                .nextToken(at < all.size() ? String.valueOf(at) : null)
                .build();
    }

    @Override
    public DescribeExecutionResponse describeExecution(DescribeExecutionRequest request) {
        return DescribeExecutionResponse.builder()
                .input(inputs.get(request.executionArn()))
                .build();
    }

    @Override
    public StopExecutionResponse stopExecution(StopExecutionRequest request) {
        return stops.around(() -> {
            machines.values().stream()
                    .flatMap(machine -> machine.versions.entrySet().stream())
                    .filter(version -> version.getValue().executions().stream()
                            .anyMatch(each -> each.executionArn().equals(request.executionArn())))
                    .map(Map.Entry::getKey)
                    .toList()
                    .forEach(version -> end(version, each -> each.executionArn().equals(request.executionArn())));
            return StopExecutionResponse.builder().stopDate(clock.instant()).build();
        });
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

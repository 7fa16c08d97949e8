package sh.keptn.standalone.awsapi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sh.keptn.events.Json;
import software.amazon.awssdk.services.sfn.SfnClient;
import software.amazon.awssdk.services.sfn.model.ConflictException;
import software.amazon.awssdk.services.sfn.model.CreateStateMachineResponse;
import software.amazon.awssdk.services.sfn.model.DescribeExecutionResponse;
import software.amazon.awssdk.services.sfn.model.ExecutionAlreadyExistsException;
import software.amazon.awssdk.services.sfn.model.ExecutionListItem;
import software.amazon.awssdk.services.sfn.model.ExecutionNotRedrivableException;
import software.amazon.awssdk.services.sfn.model.ExecutionRedriveStatus;
import software.amazon.awssdk.services.sfn.model.ExecutionStatus;
import software.amazon.awssdk.services.sfn.model.HistoryEvent;
import software.amazon.awssdk.services.sfn.model.HistoryEventType;
import software.amazon.awssdk.services.sfn.model.InvalidDefinitionException;
import software.amazon.awssdk.services.sfn.model.StartExecutionResponse;
import software.amazon.awssdk.services.sfn.model.StateMachineAlreadyExistsException;
import software.amazon.awssdk.services.sfn.model.StateMachineDeletingException;
import software.amazon.awssdk.services.sfn.model.StateMachineDoesNotExistException;
import software.amazon.awssdk.services.sfn.model.StateMachineStatus;
import software.amazon.awssdk.services.sfn.model.StateMachineVersionListItem;
import software.amazon.awssdk.services.sfn.model.Tag;
import software.amazon.awssdk.services.sfn.model.TaskDoesNotExistException;
import software.amazon.awssdk.services.sfn.model.TaskTimedOutException;
import software.amazon.awssdk.services.sfn.model.ValidateStateMachineDefinitionResultCode;

/** The API of Step Functions as AWS's own client uses it. */
final class StepFunctionsTest {

    private static final String ROLE = "arn:aws:iam::000000000000:role/stages";
    private static final String PASS = Fixtures.machine("'p':{'Type':'Pass','Output':{'done':true},'End':true}");
    private static final String WAIT = Fixtures.machine("'w':{'Type':'Wait','Seconds':3600,'End':true}");

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    @SuppressWarnings("NullAway.Init")
    private EndpointUnderTest endpoint;

    @SuppressWarnings("NullAway.Init")
    private SfnClient client;

    @BeforeEach
    void start() throws IOException {
        endpoint = EndpointUnderTest.in(folder);
        client = endpoint.stepFunctions();
    }

    @AfterEach
    void stop() {
        endpoint.close();
    }

    @Test
    void anExecutionRunsToItsEndAndShowsWhatAwsShows() {
        CreateStateMachineResponse created = create("pass", PASS, false);
        assertThat(created.stateMachineArn()).isEqualTo("arn:aws:states:eu-west-1:000000000000:stateMachine:pass");
        String execution = start(created.stateMachineArn(), "e1", "{ \"a\": 1 }");
        assertThat(execution).isEqualTo("arn:aws:states:eu-west-1:000000000000:execution:pass:e1");

        DescribeExecutionResponse ended = describe(execution);
        assertThat(ended.status()).isEqualTo(ExecutionStatus.SUCCEEDED);
        assertThat(ended.output()).isEqualTo("{\"done\":true}");
        assertThat(ended.input()).isEqualTo("{ \"a\": 1 }");
        assertThat(ended.stateMachineArn()).isEqualTo(created.stateMachineArn());
        assertThat(ended.stateMachineVersionArn()).isNull();
        assertThat(ended.stopDate()).isAfterOrEqualTo(ended.startDate());
        assertThat(ended.redriveStatus()).isEqualTo(ExecutionRedriveStatus.NOT_REDRIVABLE);
        assertThat(ended.redriveStatusReason()).isEqualTo("Execution is SUCCEEDED and cannot be redriven");

        List<HistoryEvent> history = client.getExecutionHistory(request -> request.executionArn(execution))
                .events();
        assertThat(history)
                .extracting(HistoryEvent::type)
                .containsExactly(
                        HistoryEventType.EXECUTION_STARTED,
                        HistoryEventType.PASS_STATE_ENTERED,
                        HistoryEventType.PASS_STATE_EXITED,
                        HistoryEventType.EXECUTION_SUCCEEDED);
        assertThat(history.get(0).executionStartedEventDetails().roleArn()).isEqualTo(ROLE);
        assertThat(history.get(0).executionStartedEventDetails().input()).isEqualTo("{ \"a\": 1 }");
        assertThat(history.get(0).timestamp()).isEqualTo(ended.startDate());
    }

    @Test
    void historyIsReadInPagesFromBothEndsAndWithoutData() {
        String execution = start(create("pass", PASS, false).stateMachineArn(), "e1", "{}");
        assertThat(client.getExecutionHistoryPaginator(
                                request -> request.executionArn(execution).maxResults(1))
                        .events())
                .extracting(HistoryEvent::id)
                .containsExactly(1L, 2L, 3L, 4L);
        assertThat(client.getExecutionHistoryPaginator(request ->
                                request.executionArn(execution).maxResults(3).reverseOrder(true))
                        .events())
                .extracting(HistoryEvent::id)
                .containsExactly(4L, 3L, 2L, 1L);
        HistoryEvent first = client.getExecutionHistory(
                        request -> request.executionArn(execution).includeExecutionData(false))
                .events()
                .get(0);
        assertThat(first.executionStartedEventDetails().input()).isNull();
        assertThat(first.executionStartedEventDetails().roleArn()).isEqualTo(ROLE);
    }

    @Test
    void startingTwiceIsTheSameWhileItRunsAndAnErrorAfterwards() {
        String machine = create("wait", WAIT, false).stateMachineArn();
        StartExecutionResponse first = client.startExecution(
                request -> request.stateMachineArn(machine).name("n").input("{\"a\":1}"));
        StartExecutionResponse again = client.startExecution(
                request -> request.stateMachineArn(machine).name("n").input("{ \"a\": 1 }"));
        assertThat(again.executionArn()).isEqualTo(first.executionArn());
        assertThat(again.startDate()).isEqualTo(first.startDate());
        assertThatThrownBy(() -> start(machine, "n", "{\"a\":2}")).isInstanceOf(ExecutionAlreadyExistsException.class);

        client.stopExecution(request ->
                request.executionArn(first.executionArn()).error("Stop").cause("enough"));
        assertThatThrownBy(() -> start(machine, "n", "{\"a\":1}")).isInstanceOf(ExecutionAlreadyExistsException.class);
        DescribeExecutionResponse stopped = describe(first.executionArn());
        assertThat(stopped.status()).isEqualTo(ExecutionStatus.ABORTED);
        assertThat(stopped.error()).isEqualTo("Stop");
        assertThat(stopped.cause()).isEqualTo("enough");
        assertThat(client.stopExecution(request -> request.executionArn(first.executionArn()))
                        .stopDate())
                .isEqualTo(stopped.stopDate());
    }

    @Test
    void executionsAreListedByMachineStatusAndPage() {
        String machine = create("wait", WAIT, false).stateMachineArn();
        create("wait2", WAIT, false);
        List<String> started = new ArrayList<>();
        for (int i = 0; i < 7; i++) {
            started.add(0, start(machine, "e" + i, "{}"));
        }
        client.stopExecution(request -> request.executionArn(started.get(3)));
        assertThat(client.listExecutionsPaginator(
                                request -> request.stateMachineArn(machine).maxResults(3))
                        .executions())
                .extracting(ExecutionListItem::executionArn)
                .containsExactlyElementsOf(started);
        assertThat(client.listExecutions(
                                request -> request.stateMachineArn(machine).statusFilter(ExecutionStatus.ABORTED))
                        .executions())
                .extracting(ExecutionListItem::executionArn)
                .containsExactly(started.get(3));
        assertThat(client.listExecutionsPaginator(request -> request.stateMachineArn(machine)
                                .statusFilter("RUNNING")
                                .maxResults(2))
                        .executions())
                .hasSize(6);
    }

    @Test
    void versionsKeepTheDefinitionThatTheyWerePublishedWith() {
        CreateStateMachineResponse created = create("m", WAIT, true);
        String machine = created.stateMachineArn();
        assertThat(created.stateMachineVersionArn()).isEqualTo(machine + ":1");
        assertThat(create("m", WAIT, true).stateMachineVersionArn()).isEqualTo(machine + ":1");
        assertThatThrownBy(() -> create("m", PASS, true)).isInstanceOf(StateMachineAlreadyExistsException.class);
        assertThat(client.describeStateMachine(request -> request.stateMachineArn(machine))
                        .revisionId())
                .isNull();

        String revision = client.updateStateMachine(request ->
                        request.stateMachineArn(machine).definition(PASS).publish(false))
                .revisionId();
        assertThatThrownBy(() -> client.publishStateMachineVersion(
                        request -> request.stateMachineArn(machine).revisionId("INITIAL")))
                .isInstanceOf(ConflictException.class);
        assertThat(client.publishStateMachineVersion(
                                request -> request.stateMachineArn(machine).revisionId(revision))
                        .stateMachineVersionArn())
                .isEqualTo(machine + ":2");
        assertThat(client.publishStateMachineVersion(request -> request.stateMachineArn(machine))
                        .stateMachineVersionArn())
                .isEqualTo(machine + ":2");
        assertThat(client.listStateMachineVersions(request -> request.stateMachineArn(machine))
                        .stateMachineVersions())
                .extracting(StateMachineVersionListItem::stateMachineVersionArn)
                .containsExactly(machine + ":2", machine + ":1");

        String ofFirst = start(machine + ":1", "one", "{}");
        String ofSecond = start(machine + ":2", "two", "{}");
        String newest = start(machine, "newest", "{}");
        assertThat(describe(ofFirst).status()).isEqualTo(ExecutionStatus.RUNNING);
        assertThat(describe(ofFirst).stateMachineVersionArn()).isEqualTo(machine + ":1");
        assertThat(describe(ofSecond).status()).isEqualTo(ExecutionStatus.SUCCEEDED);
        assertThat(client.describeStateMachineForExecution(request -> request.executionArn(ofFirst))
                        .definition())
                .isEqualTo(WAIT);
        assertThat(client.listExecutions(request -> request.stateMachineArn(machine + ":2"))
                        .executions())
                .extracting(ExecutionListItem::executionArn)
                .containsExactly(ofSecond);
        assertThat(client.listExecutions(request -> request.stateMachineArn(machine))
                        .executions())
                .extracting(ExecutionListItem::executionArn)
                .containsExactly(newest, ofSecond, ofFirst);

        client.deleteStateMachineVersion(request -> request.stateMachineVersionArn(machine + ":1"));
        assertThatThrownBy(() -> start(machine + ":1", "three", "{}"))
                .isInstanceOf(StateMachineDoesNotExistException.class);
    }

    @Test
    void aDeletedStateMachineStaysUntilItsLastExecutionHasEnded() throws IOException {
        String machine = create("wait", WAIT, true).stateMachineArn();
        String execution = start(machine + ":1", "e", "{}");
        client.deleteStateMachine(request -> request.stateMachineArn(machine));
        client.deleteStateMachine(request -> request.stateMachineArn(machine));
        stop();
        start();

        assertThat(client.describeStateMachine(request -> request.stateMachineArn(machine))
                        .status())
                .isEqualTo(StateMachineStatus.DELETING);
        assertThat(client.listExecutions(
                                request -> request.stateMachineArn(machine).statusFilter(ExecutionStatus.RUNNING))
                        .executions())
                .extracting(ExecutionListItem::executionArn)
                .containsExactly(execution);
        List<ThrowingCallable> refused = List.of(
                () -> create("wait", WAIT, true),
                () -> client.updateStateMachine(
                        request -> request.stateMachineArn(machine).definition(PASS)),
                () -> client.publishStateMachineVersion(request -> request.stateMachineArn(machine)),
                () -> start(machine, "next", "{}"));
        assertThat(refused)
                .allSatisfy(call -> assertThatThrownBy(call).isInstanceOf(StateMachineDeletingException.class));

        client.stopExecution(request -> request.executionArn(execution));
        assertThat(client.listStateMachines().stateMachines()).isEmpty();
        assertThatThrownBy(() -> client.describeStateMachine(request -> request.stateMachineArn(machine)))
                .isInstanceOf(StateMachineDoesNotExistException.class);
        assertThat(describe(execution).status()).isEqualTo(ExecutionStatus.ABORTED);
        assertThat(create("wait", WAIT, true).stateMachineVersionArn()).isEqualTo(machine + ":1");
    }

    @Test
    void aFailedExecutionGoesOnWithARedrive() {
        String machine = create(
                        "choice", Fixtures.machine("'f':{'Type':'Fail','Error':'Broken','Cause':'for a test'}"), false)
                .stateMachineArn();
        String execution = start(machine, "e", "{}");
        assertThat(describe(execution).status()).isEqualTo(ExecutionStatus.FAILED);
        assertThat(describe(execution).redriveStatus()).isEqualTo(ExecutionRedriveStatus.REDRIVABLE);
        client.redriveExecution(request -> request.executionArn(execution).clientToken("once"));
        client.redriveExecution(request -> request.executionArn(execution).clientToken("once"));
        assertThat(describe(execution).redriveCount()).isEqualTo(1);
        assertThat(client.listExecutions(
                                request -> request.stateMachineArn(machine).redriveFilter("REDRIVEN"))
                        .executions())
                .hasSize(1);

        String running = start(create("wait", WAIT, false).stateMachineArn(), "e", "{}");
        assertThatThrownBy(() -> client.redriveExecution(request -> request.executionArn(running)))
                .isInstanceOf(ExecutionNotRedrivableException.class)
                .hasMessageContaining("Execution is RUNNING and cannot be redriven");
    }

    @Test
    void tokensAreAnsweredOnce() {
        // The function does not exist and the state gives up soon; the token is shown in the history of what it was to
        // get.
        String machine = create(
                        "task",
                        Fixtures.machine(
                                "'t':{'Type':'Task','Resource':'arn:aws:states:::lambda:invoke.waitForTaskToken',"
                                        + "'Arguments':{'FunctionName':'f','Payload':{'token':'{% $states.context.Task.Token %}'}},'TimeoutSeconds':1,"
                                        + "'Retry':[{'ErrorEquals':['States.ALL'],'IntervalSeconds':3600}],'End':true}"),
                        false)
                .stateMachineArn();
        String execution = start(machine, "e", "{}");
        HistoryEvent scheduled =
                client.getExecutionHistory(request -> request.executionArn(execution)).events().stream()
                        .filter(event -> event.type() == HistoryEventType.TASK_SCHEDULED)
                        .findFirst()
                        .orElseThrow();
        assertThat(scheduled.taskScheduledEventDetails().region()).isEqualTo("eu-west-1");
        Map<String, ?> payload = Json.child(
                Json.parseObject(scheduled.taskScheduledEventDetails().parameters()), "Payload");
        String token = String.valueOf(payload.get("token"));
        waitUntilTimedOut(execution);
        assertThatThrownBy(() -> client.sendTaskSuccess(
                        request -> request.taskToken(token).output("{}")))
                .isInstanceOf(TaskTimedOutException.class);
        assertThatThrownBy(() -> client.sendTaskHeartbeat(request -> request.taskToken(token)))
                .isInstanceOf(TaskTimedOutException.class);
        String unknown = token.substring(0, token.indexOf('.')) + ".YW55";
        assertThatThrownBy(() -> client.sendTaskFailure(request -> request.taskToken(unknown)))
                .isInstanceOf(TaskDoesNotExistException.class);
    }

    /** A token is used up when its task's time is over. */
    private void waitUntilTimedOut(String execution) {
        while (client.getExecutionHistory(request -> request.executionArn(execution)).events().stream()
                .noneMatch(event -> event.type() == HistoryEventType.TASK_TIMED_OUT)) {
            Thread.onSpinWait();
        }
    }

    @Test
    void definitionsAreCheckedAndJsonPathIsRefusedInOneSentence() {
        String paths = "{\"StartAt\":\"a\",\"States\":{\"a\":{\"Type\":\"Pass\",\"End\":true}}}";
        assertThatThrownBy(() -> create("paths", paths, false))
                .isInstanceOf(InvalidDefinitionException.class)
                .hasMessageContaining("JSONPath (no QueryLanguage is given), only JSONata is supported");
        assertThat(client.validateStateMachineDefinition(request -> request.definition(PASS))
                        .result())
                .isEqualTo(ValidateStateMachineDefinitionResultCode.OK);
        var failed = client.validateStateMachineDefinition(
                request -> request.definition(PASS.replace("\"End\":true", "\"Next\":\"x\"")));
        assertThat(failed.result()).isEqualTo(ValidateStateMachineDefinitionResultCode.FAIL);
        assertThat(failed.diagnostics())
                .isNotEmpty()
                .allSatisfy(diagnostic -> assertThat(diagnostic.message()).isNotEmpty());
    }

    @Test
    void tagsAreKeptWithTheStateMachine() {
        String machine = client.createStateMachine(request -> request.name("tagged")
                        .definition(PASS)
                        .roleArn(ROLE)
                        .tags(Tag.builder().key("project").value("shop").build()))
                .stateMachineArn();
        client.tagResource(request -> request.resourceArn(machine)
                .tags(Tag.builder().key("stage").value("dev").build()));
        client.untagResource(request -> request.resourceArn(machine).tagKeys("project"));
        assertThat(client.listTagsForResource(request -> request.resourceArn(machine))
                        .tags())
                .containsExactly(Tag.builder().key("stage").value("dev").build());
    }

    @Test
    void everythingIsThereAfterARestart() throws IOException {
        String machine = create("wait", WAIT, true).stateMachineArn();
        String execution = start(machine + ":1", "e", "{ }");
        stop();
        start();
        assertThat(describe(execution).status()).isEqualTo(ExecutionStatus.RUNNING);
        assertThat(describe(execution).input()).isEqualTo("{ }");
        client.updateStateMachine(request -> request.stateMachineArn(machine).definition(PASS));
        assertThat(client.publishStateMachineVersion(request -> request.stateMachineArn(machine))
                        .stateMachineVersionArn())
                .isEqualTo(machine + ":2");
        assertThat(describe(start(machine, "next", "{}")).status()).isEqualTo(ExecutionStatus.SUCCEEDED);
    }

    @Test
    void aThousandRequestsAtOnceAllHaveTheirAnswer() throws InterruptedException, ExecutionException {
        String machine = create("pass", PASS, false).stateMachineArn();
        ExecutorService threads = Executors.newFixedThreadPool(200);
        try {
            List<Callable<String>> calls = IntStream.range(0, 1000)
                    .<Callable<String>>mapToObj(i -> () -> String.valueOf(endpoint.call(
                                    "AWSStepFunctions.StartExecution",
                                    Map.of("stateMachineArn", machine, "name", "e" + i))
                            .get("executionArn")))
                    .toList();
            List<String> started = new ArrayList<>();
            for (Future<String> call : threads.invokeAll(calls)) {
                started.add(call.get());
            }
            assertThat(started).doesNotHaveDuplicates().hasSize(1000);
            assertThat(client.listExecutionsPaginator(request -> request.stateMachineArn(machine)
                                    .maxResults(1000)
                                    .statusFilter("SUCCEEDED"))
                            .executions())
                    .hasSize(1000);
        } finally {
            threads.shutdownNow();
        }
    }

    private CreateStateMachineResponse create(String name, String definition, boolean publish) {
        return client.createStateMachine(request ->
                request.name(name).definition(definition).roleArn(ROLE).publish(publish));
    }

    private String start(String machine, String name, String input) {
        return client.startExecution(
                        request -> request.stateMachineArn(machine).name(name).input(input))
                .executionArn();
    }

    private DescribeExecutionResponse describe(String execution) {
        return client.describeExecution(request -> request.executionArn(execution));
    }
}

package sh.keptn.infra.flows;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import software.amazon.awssdk.services.sfn.SfnClient;
import software.amazon.awssdk.services.sfn.model.ExecutionListItem;
import software.amazon.awssdk.services.sfn.model.SfnException;
import software.amazon.awssdk.services.sfn.model.StateMachineListItem;

/** The executions of an installation's state machines, as somebody sees them in the console. */
final class Executions {

    /** How AWS and emulators say that an operation is not there at all. */
    private static final Set<String> NOT_THERE =
            Set.of("UnknownOperationException", "UnknownOperation", "NotImplemented", "NotImplementedException");

    private static final int NOT_IMPLEMENTED = 501;

    private final SfnClient stepFunctions;
    private final String account;
    private final String run;

    /**
     * Of an installation.
     *
     * @param account number of its account
     * @param run what its projects have in their names, and golden files have not
     */
    Executions(SfnClient stepFunctions, String account, String run) {
        this.stepFunctions = stepFunctions;
        this.account = account;
        this.run = run;
    }

    /** The executions of a project as {@code <machine> <status>}, sorted; the machine's name as in golden files. */
    List<String> of(String project) {
        return machines(project)
                .flatMap(machine -> executions(machine)
                        .map(execution -> machine.name().replace(run, "") + " " + execution.statusAsString()))
                .sorted()
                .toList();
    }

    /** Stops what runs of a project. */
    void stop(String project) {
        machines(project)
                .flatMap(this::executions)
                .forEach(execution ->
                        stepFunctions.stopExecution(request -> request.executionArn(execution.executionArn())
                                .error("Stopped")
                                .cause("in the console")));
    }

    private Stream<StateMachineListItem> machines(String project) {
        return stepFunctions.listStateMachinesPaginator().stateMachines().stream()
                .filter(machine -> machine.name().startsWith("keptn-" + project + "-"));
    }

    private Stream<ExecutionListItem> executions(StateMachineListItem machine) {
        return stepFunctions
                .listExecutionsPaginator(request -> request.stateMachineArn(machine.stateMachineArn()))
                .executions()
                .stream();
    }

    /** What the account says if it does not know how to redrive an execution; empty where it does, as AWS. */
    Optional<String> cannotRedrive() {
        try {
            stepFunctions.redriveExecution(request -> request.executionArn("arn:aws:states:" + Account.REGION.id() + ":"
                    + account + ":execution:keptn-" + run + ":that-never-was"));
        } catch (SfnException e) {
            boolean isMissing = e.statusCode() == NOT_IMPLEMENTED
                    || NOT_THERE.contains(e.awsErrorDetails().errorCode());
            return isMissing ? Optional.of(String.valueOf(e.getMessage())) : Optional.empty();
        }
        return Optional.empty();
    }
}

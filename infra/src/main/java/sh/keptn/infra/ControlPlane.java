package sh.keptn.infra;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import software.amazon.awscdk.Duration;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.services.iam.PolicyStatement;
import software.amazon.awscdk.services.iam.Role;
import software.amazon.awscdk.services.iam.ServicePrincipal;
import software.amazon.awscdk.services.lambda.destinations.SqsDestination;
import software.constructs.Construct;

/** The functions of the control plane, and the role of the state machines that call two of them. */
final class ControlPlane extends Construct {

    private static final Duration TIMEOUT = Duration.minutes(1);
    private static final Duration SWEEP_TIMEOUT = Duration.minutes(2);

    private final Settings settings;
    private final DeadLetters deadLetters;
    private final Permissions permissions;
    private final Map<String, String> environment;
    private final List<KeptnFunction> functions = new ArrayList<>();
    private final KeptnFunction dispatchTask;
    private final KeptnFunction completeSequence;
    private final KeptnFunction dispatchSequence;
    private final KeptnFunction receiveEvent;
    private final KeptnFunction executionEnded;
    private final KeptnFunction sweep;
    private final KeptnFunction control;
    private final Role stageRole;

    ControlPlane(
            Construct scope,
            Settings settings,
            DeadLetters deadLetters,
            Permissions permissions,
            Map<String, String> environment) {
        super(scope, "ControlPlane");
        this.settings = settings;
        this.deadLetters = deadLetters;
        this.permissions = permissions;
        this.environment = environment;
        dispatchTask = opener("dispatchTask", "Asks task services for a task, for a state that waits");
        completeSequence = function("completeSequence", "Ends a sequence, as the last state of its machine", TIMEOUT);
        dispatchSequence = opener("dispatchSequence", "Starts sequences: those that others ask for, those that follow");
        receiveEvent = function("receiveEvent", "Takes what task services say about their tasks", TIMEOUT);
        executionEnded =
                function("executionEnded", "Completes sequences whose execution was stopped from outside", TIMEOUT);
        sweep = function(
                "sweep", "Works off what is due: deadlines, delayed starts, what was left undone", SWEEP_TIMEOUT);
        sweep.role().addToPolicy(permissions.wakeSweep());
        permissions.sweep().forEach(sweep.role()::addToPolicy);
        control = opener("control", "Pauses, resumes, aborts and redrives sequences");
        stageRole = stageRole(dispatchTask, completeSequence);
    }

    /** A function that may open something that the sweep has to look after. */
    private KeptnFunction opener(String name, String does) {
        KeptnFunction function = function(name, does, TIMEOUT);
        function.role().addToPolicy(permissions.wakeSweep());
        return function;
    }

    private KeptnFunction function(String name, String does, Duration timeout) {
        KeptnFunction function = new KeptnFunction(
                this,
                settings,
                new KeptnFunction.Spec(
                        FunctionFamily.CONTROL, name, does, timeout, new SqsDestination(deadLetters.queue())),
                environment,
                permissions.controlPlane());
        functions.add(function);
        return function;
    }

    /** The role of all state machines: it may call the functions of their states and nothing else. */
    private Role stageRole(KeptnFunction... called) {
        Role role = Role.Builder.create(this, "StageRole")
                .roleName(settings.name() + "-stage-" + Stack.of(this).getRegion())
                .description("What the state machines of " + settings.name() + " may do")
                .assumedBy(new ServicePrincipal("states.amazonaws.com"))
                .build();
        role.addToPolicy(PolicyStatement.Builder.create()
                .actions(List.of("lambda:InvokeFunction"))
                .resources(Stream.of(called)
                        .map(function -> function.alias().getFunctionArn())
                        .toList())
                .build());
        return role;
    }

    /** What the machines of projects may do. */
    Role stageRole() {
        return stageRole;
    }

    KeptnFunction dispatchTask() {
        return dispatchTask;
    }

    KeptnFunction completeSequence() {
        return completeSequence;
    }

    KeptnFunction dispatchSequence() {
        return dispatchSequence;
    }

    KeptnFunction receiveEvent() {
        return receiveEvent;
    }

    KeptnFunction executionEnded() {
        return executionEnded;
    }

    KeptnFunction sweep() {
        return sweep;
    }

    KeptnFunction control() {
        return control;
    }

    /** All functions. */
    List<KeptnFunction> functions() {
        return List.copyOf(functions);
    }

    /** The roles that may speak for the control plane. */
    List<String> roleArns() {
        return functions.stream().map(function -> function.role().getRoleArn()).toList();
    }
}

package sh.keptn.infra;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import sh.keptn.events.Json;
import software.amazon.awscdk.ArnComponents;
import software.amazon.awscdk.Duration;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.services.events.CfnEventBusPolicy;
import software.amazon.awscdk.services.events.CfnRule;
import software.amazon.awscdk.services.events.EventBus;
import software.amazon.awscdk.services.events.EventPattern;
import software.amazon.awscdk.services.events.IEventBus;
import software.amazon.awscdk.services.events.Rule;
import software.amazon.awscdk.services.events.RuleTargetInput;
import software.amazon.awscdk.services.events.Schedule;
import software.amazon.awscdk.services.events.targets.LambdaFunction;
import software.amazon.awscdk.services.iam.AnyPrincipal;
import software.amazon.awscdk.services.iam.Effect;
import software.amazon.awscdk.services.iam.PolicyStatement;
import software.constructs.Construct;

/** The event bus and the rules that do not depend on any project. Rules of projects are made by the publisher. */
final class Events extends Construct {

    /** The source of every event that the control plane puts; nobody else may use it. */
    static final String CONTROL_PLANE = "keptn.control-plane";

    /** The source of the answers of our own task services; nobody else may use it. */
    static final String TASK_SERVICES = "keptn.services";

    /** How often, and for how long, a rule tries to reach its target. */
    static final int RETRIES = 185;

    static final int RETRY_HOURS = 24;

    /** Twice within 14 days, also where one is lost. */
    private static final int KEEP_ALIVE_DAYS = 6;

    /** What one rule may have (EventBridge quotas). */
    private static final int TARGETS = 5;

    private final Settings settings;
    private final DeadLetters deadLetters;
    private final EventBus bus;

    Events(Construct scope, Settings settings, DeadLetters deadLetters) {
        super(scope, "Events");
        this.settings = settings;
        this.deadLetters = deadLetters;
        this.bus = EventBus.Builder.create(this, "Bus")
                .eventBusName(settings.name())
                .description("Events of Keptn Serverless: what happens in all projects, and what others tell")
                .build();
    }

    EventBus bus() {
        return bus;
    }

    /** Name of the schedule that calls the sweep; functions know it without asking for the rule, which needs one of them. */
    String sweepRuleName() {
        return settings.name() + "-sweep";
    }

    String sweepRuleArn() {
        return Stack.of(this)
                .formatArn(ArnComponents.builder()
                        .service("events")
                        .resource("rule")
                        .resourceName(sweepRuleName())
                        .build());
    }

    /** The rules that the publisher makes. */
    String rulesOfProjects() {
        return Stack.of(this)
                .formatArn(ArnComponents.builder()
                        .service("events")
                        .resource("rule")
                        .resourceName(bus.getEventBusName() + "/keptn-*")
                        .build());
    }

    /** Adds the rules, and keeps our own sources for those who may use them. */
    void connect(ControlPlane controlPlane, TaskServices taskServices, Api api) {
        onBus("Followers", "What follows a finished sequence", BusRules.FOLLOWERS, controlPlane.dispatchSequence());
        onBus("Triggers", "Sequences that others ask for", BusRules.TRIGGERS, controlPlane.dispatchSequence());
        onBus("Answers", "What task services say about tasks", BusRules.ANSWERS, controlPlane.receiveEvent());
        onBus("Tasks", "Tasks for built-in services and webhooks", BusRules.TASKS, taskServices.taskService());
        onBus(
                "AnswersToAskers",
                "Values for evaluations that have asked for them",
                BusRules.ANSWERS_TO_ASKERS,
                taskServices.taskService());
        rule(
                "Executions",
                "Executions that ended otherwise than by their last state",
                EventBus.fromEventBusName(this, "DefaultBus", "default"),
                BusRules.EXECUTIONS,
                controlPlane.executionEnded());
        Rule.Builder.create(this, "Sweep")
                .ruleName(sweepRuleName())
                .description("Works off what is due; enabled while something is open")
                .schedule(Schedule.rate(Duration.minutes(1)))
                .enabled(false)
                .targets(List.of(target(controlPlane.sweep())))
                .build();
        Rule.Builder.create(this, "HourlySweep")
                .description("Finds what is open although the sweep is off, after two failures at one moment")
                .schedule(Schedule.rate(Duration.hours(1)))
                .targets(List.of(target(controlPlane.sweep())))
                .build();
        deadLetters.take("RulesOfProjects", rulesOfProjects());
        // The API decides as the control plane does, with its code.
        List<String> deciders = new ArrayList<>(controlPlane.roleArns());
        deciders.add(api.roleArn());
        CfnEventBusPolicy first = keepSource("OnlyTheControlPlaneSpeaksForItself", CONTROL_PLANE, deciders);
        // Changes of one bus's policy at the same moment can lose one of them.
        keepSource("OnlyOurTaskServicesSpeakForThemselves", TASK_SERVICES, taskServices.roleArns())
                .getNode()
                .addDependency(first);
    }

    private void onBus(String id, String description, String pattern, KeptnFunction target) {
        rule(id, description, bus, pattern, target);
    }

    private void rule(String id, String description, IEventBus on, String pattern, KeptnFunction target) {
        Rule rule = Rule.Builder.create(this, id)
                .description(description)
                .eventBus(on)
                .eventPattern(
                        EventPattern.builder().source(List.of("replaced below")).build())
                .targets(List.of(target(target)))
                .build();
        // The construct's own pattern knows less than EventBridge, and the functions name theirs as JSON.
        Map<String, @Nullable Object> json = Json.parseObject(pattern);
        if (rule.getNode().getDefaultChild() instanceof CfnRule resource) {
            resource.setEventPattern(json);
        }
    }

    private LambdaFunction target(KeptnFunction function) {
        return toward(function).build();
    }

    private LambdaFunction.Builder toward(KeptnFunction function) {
        return LambdaFunction.Builder.create(function.alias())
                .deadLetterQueue(deadLetters.queue())
                .retryAttempts(RETRIES)
                .maxEventAge(Duration.hours(RETRY_HOURS));
    }

    /**
     * Invokes functions every few days, so that they keep their snapshots: a version that nobody has invoked for 14 days becomes
     * inactive, and fails whoever invokes it then for the minutes that a new snapshot takes (Lambda, "Lambda SnapStart", function states).
     */
    void keepAlive(List<KeptnFunction> functions) {
        for (int from = 0; from < functions.size(); from += TARGETS) {
            Rule.Builder.create(this, "KeepAlive" + from / TARGETS)
                    .description("Lets functions keep the snapshots that they start from")
                    .schedule(Schedule.rate(Duration.days(KEEP_ALIVE_DAYS)))
                    .targets(functions.subList(from, Math.min(from + TARGETS, functions.size())).stream()
                            .map(function -> toward(function)
                                    .event(RuleTargetInput.fromObject(Map.of("keptn", "keep-alive")))
                                    .build())
                            .toList())
                    .build();
        }
    }

    private CfnEventBusPolicy keepSource(String id, String source, List<String> roles) {
        // In this order in every run: what changes nothing shall not be a change of the template.
        Map<String, Object> conditions = new LinkedHashMap<>();
        conditions.put("ArnNotEquals", Map.of("aws:PrincipalArn", roles));
        conditions.put("StringEquals", Map.of("events:source", source));
        // CloudFormation knows a statement by its id alone, whatever its bus: two installations need two ids.
        String sid = settings.name() + "-" + id;
        return CfnEventBusPolicy.Builder.create(this, id)
                .eventBusName(bus.getEventBusName())
                .statementId(sid)
                .statement(PolicyStatement.Builder.create()
                        .sid(sid)
                        .effect(Effect.DENY)
                        .principals(List.of(new AnyPrincipal()))
                        .actions(List.of("events:PutEvents"))
                        .resources(List.of(bus.getEventBusArn()))
                        .conditions(conditions)
                        .build()
                        .toStatementJson())
                .build();
    }
}

package sh.keptn.standalone.crash;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import sh.keptn.controlplane.lifecycle.ControlPlane;
import sh.keptn.controlplane.lifecycle.Trigger;
import sh.keptn.controlplane.rows.Ids;
import sh.keptn.evaluation.score.Waited;
import sh.keptn.events.EventType;
import sh.keptn.events.KeptnEvent;
import sh.keptn.services.TaskAnswer;
import sh.keptn.services.TaskRequest;
import sh.keptn.standalone.services.TaskWorker;
import sh.keptn.translator.Plan;
import sh.keptn.translator.SourceFile;
import sh.keptn.translator.Translator;

/** The scenarios that have to survive everything: together they use each word of a shipyard and each command. */
final class Scenarios {

    static final String PROJECT = "shop";
    static final String FIRST = "11111111-2222-4333-8444-000000000001";
    static final String SECOND = "11111111-2222-4333-8444-000000000002";

    private static final Instant WAITS_SINCE = Instant.parse("2026-01-01T00:00:00Z");

    private static final String UNIFORM = """
            apiVersion: keptn.sh/v1
            kind: Uniform
            spec:
              services:
              - {name: deployer, command: [x], events: [deployment.triggered, release.triggered, rollback.triggered]}
              - {name: tester, command: [x], events: [test.triggered, evaluation.triggered, escalate.triggered]}
              - {name: prober, command: [x], events: [test.triggered]}
              - {name: notifier, command: [x], events: [notification.triggered], confirms: true}
              - {name: person, external: true, events: [approval.triggered]}
              - {name: metrics, external: true, events: [get-sli.triggered]}
            """;

    private Scenarios() {}

    static List<Scenario> all() {
        return List.of(delivery(), canary(), progress(), abort(), timeouts(), values());
    }

    /**
     * Two contexts queue for a service. Parallel branches of which one fails, two task services for one task, companions,
     * what follows a failure, a redrive, approvals, a pause.
     */
    static Scenario delivery() {
        Plan plan = plan("""
                apiVersion: spec.keptn.sh/0.2.3
                kind: Shipyard
                metadata: {name: delivery}
                spec:
                  stages:
                  - name: dev
                    sequences:
                    - name: delivery
                      tasks:
                      - name: deployment
                      - parallel:
                        - {name: test, properties: {teststrategy: functional}}
                        - tasks:
                          - {name: test, properties: {teststrategy: performance}, triggeredAfter: 30s}
                          - name: evaluation
                      - name: release
                      onFailure: [{name: rollback}]
                      finally: [{name: notification}]
                  - name: qa
                    sequences:
                    - name: delivery
                      triggeredOn: [{event: dev.delivery.finished}]
                      tasks: [{name: approval, properties: {pass: manual, warning: manual}}, {name: release}]
                    - name: smoke
                      triggeredOn: [{event: dev.delivery.finished, selector: {match: {result: fail}}}]
                      tasks: [{name: test}]
                """);
        Scenario.Answers answers = (service, request) -> {
            String kind = String.valueOf(request.event().data().get("test"));
            if (request.task().equals("test") && kind.contains("functional")) {
                return answer("pass", Duration.ofMinutes(10));
            }
            boolean fails = request.task().equals("evaluation")
                    && request.event().context().equals(FIRST)
                    && request.occurrence() == 1;
            return answer(fails ? "fail" : "pass", Duration.ofMinutes(1));
        };
        return new Scenario(
                "delivery",
                plan,
                List.of(trigger(FIRST, "dev", "delivery"), trigger(SECOND, "dev", "delivery")),
                answers,
                List.of(
                        new Scenario.Step(
                                "redrive",
                                has(FIRST, "notification.finished", "qa.smoke.finished"),
                                control -> control.redrive(PROJECT, FIRST, null)),
                        new Scenario.Step(
                                "pause",
                                has(SECOND, "approval.triggered"),
                                control -> control.pause(PROJECT, SECOND, null)),
                        new Scenario.Step(
                                "approve", has(SECOND, "approval.triggered"), control -> approve(control, SECOND)),
                        new Scenario.Step(
                                "resume",
                                has(SECOND, "approval.finished"),
                                control -> control.resume(PROJECT, SECOND, null)),
                        new Scenario.Step(
                                "approve too", has(FIRST, "approval.triggered"), control -> approve(control, FIRST))));
    }

    /** A canary that is rolled back in its second step, and goes on by a redrive. */
    private static Scenario canary() {
        Plan plan = plan("""
                version: 0.1.2
                type: Shipyard
                spec:
                  stages:
                  - name: production
                    workflows:
                      artifact-delivery:
                      - deployment:
                      - release:
                          strategy: canary
                          workflow:
                            release.progressed:
                            - test:
                            - evaluation:
                      - notification:
                """);
        Scenario.Answers answers = (service, request) -> {
            if (request.task().equals("release") && iteration(request) < 2) {
                return new TaskWorker.Answer(new TaskAnswer.Progressed("a step", Map.of()), Duration.ofSeconds(30));
            }
            boolean fails = request.task().equals("evaluation") && request.occurrence() == 2;
            return answer(fails ? "fail" : "pass", Duration.ofSeconds(10));
        };
        return new Scenario(
                "canary",
                plan,
                List.of(trigger(FIRST, "production", "artifact-delivery")),
                answers,
                List.of(new Scenario.Step(
                        "redrive", has(FIRST, "rollback.finished"), control -> control.redrive(PROJECT, FIRST, null))));
    }

    /** A sequence that goes on each time another one has followed its progress; a remediation whose first action does not help. */
    private static Scenario progress() {
        Plan plan = plan("""
                version: 0.1.3
                type: Shipyard
                spec:
                  stages:
                  - name: production
                    workflows:
                      shift:
                        listen: [production.validation.finished]
                        tasks:
                        - release:
                      validation:
                        listen: [production.shift.in-progress]
                        tasks:
                        - test:
                  - name: operations
                    workflows:
                      problem-remediation:
                      - release:
                          workflow:
                            release.progressed:
                            - test:
                """);
        Scenario.Answers answers = (service, request) -> request.task().equals("release") && request.occurrence() < 3
                ? new TaskWorker.Answer(new TaskAnswer.Progressed("a step", Map.of()), Duration.ofSeconds(30))
                : answer("pass", Duration.ZERO);
        return new Scenario(
                "progress",
                plan,
                List.of(trigger(FIRST, "production", "shift"), trigger(SECOND, "operations", "problem-remediation")),
                answers,
                List.of());
    }

    /** A context is aborted while two branches wait, another one while it is queued; both have companions, a third one goes on. */
    private static Scenario abort() {
        Plan plan = plan("""
                apiVersion: spec.keptn.sh/0.2.3
                kind: Shipyard
                metadata: {name: abort}
                spec:
                  stages:
                  - name: dev
                    sequences:
                    - name: delivery
                      tasks:
                      - parallel: [{name: approval}, {name: approval, properties: {pass: manual}}, {name: deployment}]
                      - name: release
                      onFailure: [{name: rollback}]
                      finally: [{name: notification}]
                    - name: after
                      triggeredOn: [{event: dev.delivery.finished}]
                      tasks: [{name: test}]
                """);
        String third = "11111111-2222-4333-8444-000000000003";
        return new Scenario(
                "abort",
                plan,
                List.of(
                        trigger(FIRST, "dev", "delivery"),
                        trigger(SECOND, "dev", "delivery"),
                        trigger(third, "dev", "after")),
                (service, request) -> answer("pass", Duration.ofSeconds(1)),
                List.of(
                        new Scenario.Step(
                                "abort the queued one",
                                has(FIRST, "deployment.finished"),
                                control -> control.abort(PROJECT, SECOND, null, "not wanted")),
                        new Scenario.Step(
                                "abort the running one",
                                has(FIRST, "deployment.finished"),
                                control -> control.abort(PROJECT, FIRST, "dev", "not wanted either")),
                        new Scenario.Step(
                                "redrive",
                                has(FIRST, "notification.finished"),
                                control -> control.redrive(PROJECT, FIRST, null)),
                        new Scenario.Step(
                                "abort for good",
                                log -> log.apply(FIRST).count("dev.delivery.started") == 2,
                                control -> control.abort(PROJECT, FIRST, null, "still not wanted"))));
    }

    /** A task that nobody starts, one that its task service does not end, and one that ends late. */
    private static Scenario timeouts() {
        Plan plan = plan("""
                apiVersion: spec.keptn.sh/0.2.3
                kind: Shipyard
                metadata: {name: timeouts}
                spec:
                  stages:
                  - name: dev
                    sequences:
                    - name: delivery
                      tasks: [{name: test, timeout: 15m}]
                    - name: unstarted
                      triggeredOn: [{event: dev.delivery.finished, selector: {match: {result: fail}}}]
                      tasks: [{name: approval}]
                      finally: [{name: notification}]
                    - name: late
                      triggeredOn: [{event: dev.unstarted.finished, selector: {match: {result: fail}}}]
                      tasks: [{name: release, timeout: 5m}]
                """);
        return new Scenario(
                "timeouts",
                plan,
                List.of(trigger(FIRST, "dev", "delivery")),
                (service, request) -> switch (service) {
                    case "prober" ->
                        new TaskWorker.Answer(new TaskAnswer.Pending("somebody else answers"), Duration.ZERO);
                    case "deployer" -> answer("pass", Duration.ofHours(1));
                    default -> answer("pass", Duration.ZERO);
                },
                List.of());
    }

    /** Two evaluations that ask a provider by an event, which answers the first one only, and a release that waits twice. */
    private static Scenario values() {
        Plan plan = plan("""
                apiVersion: spec.keptn.sh/0.2.3
                kind: Shipyard
                metadata: {name: values}
                spec:
                  stages:
                  - name: dev
                    sequences:
                    - name: delivery
                      tasks: [{name: evaluation}, {name: release}]
                    - name: again
                      triggeredOn: [{event: dev.delivery.finished}]
                      tasks: [{name: evaluation}]
                """);
        return new Scenario(
                "values",
                plan,
                List.of(trigger(FIRST, "dev", "delivery")),
                (service, request) -> {
                    if (request.task().equals("release")) {
                        return released(request);
                    }
                    KeptnEvent values = request.answer();
                    if (request.task().equals("evaluation") && values == null) {
                        Map<String, @Nullable Object> question = Map.of("get-sli", Map.of("sliProvider", "metrics"));
                        return new TaskWorker.Answer(new TaskAnswer.Asking(question), Duration.ZERO);
                    }
                    return answer(values == null ? "pass" : String.valueOf(values.dataText("result")), Duration.ZERO);
                },
                List.of(new Scenario.Step(
                        "answer",
                        has(FIRST, "get-sli.triggered"),
                        // Given again after a stop, when the second question may be there too.
                        control -> {
                            KeptnEvent first = Log.of(control, PROJECT, FIRST).first("get-sli.triggered");
                            answer(control, first, "get-sli", "metrics");
                        })));
    }

    private static TaskWorker.Answer released(TaskRequest request) {
        Waited before = request.waited();
        // Not by the time of the event: what an answer says is compared, and a run that was held up comes to it later.
        Waited waited = before == null ? new Waited(WAITS_SINCE, 1) : before.again();
        return waited.asked() > 2
                ? answer("pass", Duration.ZERO)
                : new TaskWorker.Answer(
                        new TaskAnswer.Waiting("not yet", waited, WAITS_SINCE.plusSeconds(30L * waited.asked())),
                        Duration.ZERO);
    }

    private static Plan plan(String shipyard) {
        return Translator.translate(
                        PROJECT, new SourceFile("shipyard.yaml", shipyard), new SourceFile("uniform.yaml", UNIFORM))
                .value()
                .orElseThrow();
    }

    private static Trigger trigger(String context, String stage, String sequence) {
        return new Trigger(
                "trigger-" + context, "test", PROJECT, stage, sequence, List.of("carts"), context, Map.of(), null);
    }

    private static Predicate<Function<String, Log>> has(String context, String... types) {
        return log -> Arrays.stream(types).allMatch(type -> log.apply(context).count(type) > 0);
    }

    private static int iteration(TaskRequest request) {
        return request.event().data().get(request.task()) instanceof Map<?, ?> task
                        && task.get("iteration") instanceof Number number
                ? number.intValue()
                : 0;
    }

    private static TaskWorker.Answer answer(String result, Duration delay) {
        return new TaskWorker.Answer(new TaskAnswer.Finished(result, "succeeded", "says " + result, Map.of()), delay);
    }

    private static void approve(ControlPlane control, String context) {
        answer(control, Log.of(control, PROJECT, context).last("approval.triggered"), "approval", "person");
    }

    private static void answer(ControlPlane control, KeptnEvent asked, String task, String sender) {
        control.receive(
                new KeptnEvent(
                        Ids.of(task, asked.id()),
                        sender,
                        new EventType.Task(task, EventType.FINISHED).text(),
                        Instant.EPOCH,
                        asked.context(),
                        asked.id(),
                        null,
                        Map.of("result", "pass", "status", "succeeded")),
                sender);
    }
}

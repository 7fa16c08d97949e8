package sh.keptn.aws.publisher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import sh.keptn.aws.Backoff;
import sh.keptn.aws.CallFailedException;
import sh.keptn.aws.machines.Publishing;
import sh.keptn.aws.machines.StepFunctionsMachines;
import sh.keptn.controlplane.configuration.Configurations;
import sh.keptn.controlplane.lifecycle.ControlPlane;
import sh.keptn.controlplane.lifecycle.Trigger;
import sh.keptn.controlplane.plan.ActivePlan;
import sh.keptn.controlplane.plan.Plans;
import sh.keptn.controlplane.plan.UniformMatcher;
import sh.keptn.controlplane.ports.Store.Item;
import sh.keptn.controlplane.rows.EventLog;
import sh.keptn.controlplane.rows.Ids;
import sh.keptn.translator.Plan;
import sh.keptn.translator.SourceFile;
import sh.keptn.translator.Translator;
import software.amazon.awssdk.services.sfn.model.StateMachineDoesNotExistException;

/** The publisher on services that behave as AWS documents, in virtual time. */
final class PublisherTest {

    private static final String FUNCTION = "arn:aws:lambda:eu-west-1:123456789012:function:";

    private final Stops stops = new Stops();
    private final ManualClock clock = new ManualClock();
    private final StoppingStore store = new StoppingStore(stops);
    private final InMemoryStepFunctions stepFunctions = new InMemoryStepFunctions(stops, clock);
    private final InMemoryRules rules = new InMemoryRules(stops);
    private final Publisher publisher = publisher("role");
    private final ControlPlane controlPlane = new ControlPlane(
            store,
            event -> {},
            new StepFunctionsMachines(
                    stepFunctions,
                    Publishing.NONE,
                    new Backoff(2, Duration.ofSeconds(1), Duration.ofSeconds(1), () -> 0, wait -> {})),
            new UniformMatcher(false),
            clock);

    @Test
    void aPlanIsPublishedWholeWithItsPlaceholdersFilled() {
        assertThat(publish(plan(2, ""))).isEqualTo(Progress.DONE);
        ActivePlan active = active();
        assertThat(active.machines()).hasSize(2);
        assertThat(active.machines()).allSatisfy(machine -> {
            assertThat(machine.reference())
                    .startsWith(InMemoryStepFunctions.MACHINES + "keptn-shop-")
                    .endsWith(":1");
            assertThat(stepFunctions.definition(machine.reference()))
                    .contains(FUNCTION + "dispatch:live")
                    .contains(FUNCTION + "complete:live")
                    .doesNotContain("${");
        });
    }

    @Test
    void unchangedMachinesAndRulesAreLeftAlone() {
        publish(plan(3, SERVICES));
        int machines = stepFunctions.changes();
        int ofRules = rules.changes();
        String version = active().version();
        // Another line for everything changes the comments alone.
        assertThat(publisher.publish(translated("# moved\n\n" + shipyard(3, "test"), SERVICES), end()))
                .isEqualTo(Progress.DONE);
        assertThat(stepFunctions.changes()).isEqualTo(machines);
        assertThat(rules.changes()).isEqualTo(ofRules);
        assertThat(active().version()).isEqualTo(version);
    }

    @Test
    void onlyWhatHasChangedGetsANewVersion() {
        publish(plan(3, ""));
        int before = stepFunctions.changes();
        publish(translated(shipyard(3, "test").replaceFirst("- name: test", "- name: evaluation"), ""));
        assertThat(stepFunctions.changes() - before).isEqualTo(1);
        assertThat(active().machines())
                .extracting(machine -> machine.reference().replaceAll(".*:", ""))
                .containsExactly("2", "1", "1");
    }

    @Test
    void anotherRoleOrFunctionMakesNewVersions() {
        publish(plan(2, ""));
        publisher("other-role").publish(plan(2, ""), end());
        assertThat(active().machines()).allMatch(machine -> machine.reference().endsWith(":2"));
    }

    @Test
    void aMachineThatWasDeletedByHandIsCreatedAnewWhenItChanges() {
        publish(plan(1, ""));
        stepFunctions.deleteByHand("keptn-shop-s0-delivery");
        publish(translated(shipyard(1, "evaluation"), ""));
        assertThat(stepFunctions.definition(active().machines().get(0).reference()))
                .contains("evaluation");
    }

    @Test
    void aMachineThatWasDeletedByHandIsCreatedAnewByTheSameFiles() {
        publish(plan(2, ""));
        stepFunctions.deleteByHand("keptn-shop-s0-delivery");
        int before = stepFunctions.changes();
        publish(plan(2, ""));
        // An update that finds nothing, and a creation.
        assertThat(stepFunctions.changes() - before).isEqualTo(2);
        active().machines()
                .forEach(machine -> assertThat(stepFunctions.definition(machine.reference()))
                        .contains("\"test\""));
    }

    @Test
    void aSequenceEndsWhoseMachineWasDeletedByHand() {
        publish(plan(1, ""));
        stepFunctions.deleteByHand("keptn-shop-s0-delivery");
        trigger("lost", "waits");
        for (int i = 0; i < 2; i++) {
            clock.sleep(Duration.ofMinutes(6));
            controlPlane.sweep();
        }

        assertThat(stepFunctions.running()).isEmpty();
        for (String context : List.of("lost", "waits")) {
            assertThat(controlPlane.log().after("shop", Ids.of(context), 0))
                    .extracting(EventLog.Entry::event)
                    .last()
                    .satisfies(event -> assertThat(event.data())
                            .containsEntry("status", "errored")
                            .extractingByKey("message")
                            .asString()
                            .contains("was deleted; publish the project again"));
        }
    }

    @Test
    void manyMachinesArePublishedInSeveralRunsAtTheRateThatAwsAllows() {
        Plan plan = plan(250, "");
        Instant start = clock.instant();
        List<Progress> runs = new ArrayList<>();
        do {
            assertThat(new Plans(store).active("shop")).isEmpty();
            runs.add(publisher.publish(plan, clock.instant().plusSeconds(60)));
        } while (runs.get(runs.size() - 1) == Progress.CONTINUE);
        assertThat(runs).hasSizeBetween(3, 4);
        assertThat(active().machines()).hasSize(250);
        // Nothing was published twice, and nothing faster than a bucket of 100 and one a second.
        assertThat(stepFunctions.changes()).isEqualTo(250);
        assertThat(Duration.between(start, clock.instant()))
                .isBetween(Duration.ofSeconds(149), Duration.ofSeconds(160));
    }

    @Test
    void whatOthersTakeOfTheRateIsWaitedFor() {
        stepFunctions.exhaust();
        assertThat(publish(plan(5, ""))).isEqualTo(Progress.DONE);
        assertThat(stepFunctions.throttled()).isPositive();
        assertThat(active().machines()).hasSize(5);
    }

    @Test
    void aRunWithoutTimeDoesNothing() {
        assertThat(publisher.publish(plan(1, ""), clock.instant())).isEqualTo(Progress.CONTINUE);
        assertThat(stepFunctions.changes()).isZero();
    }

    @Test
    void functionsAndServicesOutsideHaveRules() {
        publish(plan(1, SERVICES));
        Map<String, List<String>> content = rules.content();
        assertThat(content.keySet()).allMatch(name -> name.matches("keptn-shop-.*-[0-9a-f]{8}") && name.length() <= 64);
        assertThat(content).hasSize(3);
        assertThat(content.values())
                .anySatisfy(rule -> assertThat(rule)
                        .containsExactly(
                                "{\"source\":[\"keptn.control-plane\"],\"detail\":{\"keptn\":{\"kind\":[\"task.triggered\"],"
                                        + "\"project\":[\"shop\"],\"services\":[\"tester\"]}}}",
                                FUNCTION + "tester $.detail.event"));
        assertThat(content.values()).anySatisfy(rule -> {
            assertThat(rule).hasSize(2);
            assertThat(rule.get(0)).doesNotContain("services");
            assertThat(rule.get(1)).isEqualTo(FUNCTION + "chronicle $.detail.event");
        });
        assertThat(content.values()).anySatisfy(rule -> {
            assertThat(rule).hasSize(1);
            assertThat(rule.get(0)).contains("\"services\":[\"outside\"]");
        });
    }

    @Test
    void rulesFollowTheUniform() {
        publish(plan(1, SERVICES));
        publish(plan(1, SERVICES.replace("function:tester", "function:other")));
        assertThat(rules.content().toString()).contains("function:other").doesNotContain("function:tester");
        publish(plan(1, ""));
        assertThat(rules.content()).isEmpty();
    }

    @Test
    void aRunThatIsStoppedAnywhereIsContinuedToTheSameEnd() {
        Plan before = plan(2, SERVICES);
        Plan after = translated(
                shipyard(3, "evaluation"),
                SERVICES.replace("function:tester", "function:other").replace("outside", "far"));
        publish(before);
        publish(after);
        Map<String, List<String>> machines = stepFunctions.content();
        Map<String, List<String>> ofRules = rules.content();
        ActivePlan active = active();
        int step = 0;
        while (new PublisherTest().endsTheSame(step, before, after, machines, ofRules, active)) {
            step++;
        }
        assertThat(step).isGreaterThan(30);
    }

    /** Whether the run was stopped at the step. */
    private boolean endsTheSame(
            int step,
            Plan before,
            Plan after,
            Map<String, List<String>> machines,
            Map<String, List<String>> ofRules,
            ActivePlan active) {
        publish(before);
        String first = active().version();
        boolean stopped = stopsAt(step, () -> publish(after));
        // All or nothing: what is active is there.
        assertThat(active().version()).isIn(first, active.version());
        active().machines().forEach(machine -> stepFunctions.definition(machine.reference()));
        publish(after);
        assertThat(stepFunctions.content()).as("stopped at " + step).isEqualTo(machines);
        assertThat(rules.content()).as("stopped at " + step).isEqualTo(ofRules);
        assertThat(active()).as("stopped at " + step).isEqualTo(active);
        return stopped;
    }

    @Test
    void aDeletionThatIsStoppedAnywhereLeavesNothingInTheEnd() {
        int step = 0;
        while (new PublisherTest().leavesNothing(step)) {
            step++;
        }
        assertThat(step).isGreaterThan(20);
    }

    private boolean leavesNothing(int step) {
        publish(plan(2, SERVICES));
        trigger("runs", "waits");
        new Configurations(store).put("shop", Map.of("shipyard.yaml", new byte[] {1}, "slo.yaml", new byte[] {2}));
        boolean stopped = stopsAt(step, () -> publisher.delete("shop", end()));
        assertThat(publisher.delete("shop", end())).isEqualTo(Progress.DONE);
        assertThat(stepFunctions.running()).isEmpty();
        assertThat(stepFunctions.content()).isEmpty();
        assertThat(stepFunctions.deleting()).isEmpty();
        assertThat(ended("runs")).as("stopped at " + step).isTrue();
        assertThat(ended("waits")).as("stopped at " + step).isTrue();
        assertThat(rules.content()).isEmpty();
        assertThat(rows("plan#shop")).isEmpty();
        assertThat(rows("published#shop")).isEmpty();
        assertThat(rows("configuration#shop")).isEmpty();
        assertThat(new Plans(store).active("shop")).isEmpty();
        return stopped;
    }

    @Test
    void aDeletedProjectCanBePublishedAgain() {
        publish(plan(2, SERVICES));
        publisher.delete("shop", end());
        publish(plan(2, SERVICES));
        assertThat(active().machines()).hasSize(2);
        assertThat(rules.content()).hasSize(3);
    }

    @Test
    void whatRunsAndWhatWaitsIsAbortedWithoutCompanions() {
        publish(translated(shipyard(1, "test") + ON_FAILURE, ""));
        trigger("runs", "waits");
        assertThat(stepFunctions.running()).hasSize(1);

        assertThat(publisher.delete("shop", end())).isEqualTo(Progress.DONE);
        assertThat(stepFunctions.running()).isEmpty();
        for (String context : List.of("runs", "waits")) {
            assertThat(controlPlane.log().after("shop", Ids.of(context), 0))
                    .extracting(EventLog.Entry::event)
                    .last()
                    .satisfies(event -> assertThat(event.data())
                            .containsEntry("status", "aborted")
                            .containsEntry("message", "the project was deleted"));
        }
        // What was left undone is done later, and nothing starts by it.
        clock.sleep(Duration.ofDays(40));
        controlPlane.sweep();
        controlPlane.sweep();
        assertThat(store.due(clock.instant().plus(Duration.ofDays(400)), 10)).isEmpty();

        publish(translated(shipyard(1, "test") + ON_FAILURE, ""));
        assertThat(stepFunctions.running()).isEmpty();
        trigger("again");
        assertThat(stepFunctions.running()).hasSize(1);
    }

    @Test
    void manyExecutionsAreStoppedInSeveralRuns() {
        publish(plan(20, ""));
        String machine = active().machines().get(0).reference();
        IntStream.range(0, 300).forEach(i -> stepFunctions.addExecution(machine, null));
        Instant start = clock.instant();
        int runs = 1;
        while (publisher.delete("shop", clock.instant().plusSeconds(60)) == Progress.CONTINUE) {
            runs++;
            assertThat(runs).isLessThan(7);
        }
        assertThat(runs).isGreaterThan(1);
        assertThat(Duration.between(start, clock.instant())).isLessThan(Duration.ofMinutes(6));
        assertThat(stepFunctions.running()).isEmpty();
        assertThat(stepFunctions.deleting()).isEmpty();
    }

    @Test
    void whileAProjectIsBeingDeletedItIsNotPublished() {
        publish(plan(2, ""));
        trigger("runs");
        assertThat(publisher.delete("shop", clock.instant().plusSeconds(5))).isEqualTo(Progress.CONTINUE);

        assertThatThrownBy(() -> publish(plan(2, "")))
                .isInstanceOf(CallFailedException.class)
                .hasMessage("the project shop is being deleted; publish it when that is done, and delete it again if"
                        + " that was broken off");
        assertThat(new Plans(store).active("shop")).isEmpty();
        assertThat(publisher.delete("shop", end())).isEqualTo(Progress.DONE);
        assertThat(publish(plan(2, ""))).isEqualTo(Progress.DONE);
    }

    @Test
    void aMachineThatSomebodyHasDeletedIsWaitedForAndNotForEver() {
        publish(plan(1, ""));
        String version = active().machines().get(0).reference();
        stepFunctions.addExecution(version, null);
        stepFunctions.deleteStateMachine(
                request -> request.stateMachineArn(InMemoryStepFunctions.MACHINES + "keptn-shop-s0-delivery"));
        Plan changed = translated(shipyard(1, "evaluation"), "");
        Instant start = clock.instant();

        assertThatThrownBy(() -> publish(changed))
                .isInstanceOf(CallFailedException.class)
                .hasMessageContaining("keptn-shop-s0-delivery is being deleted")
                .hasMessageContaining(
                        "stop what runs of it in the console of Step Functions, or delete the project shop");
        assertThat(Duration.between(start, clock.instant())).isBetween(Duration.ofMinutes(9), Duration.ofMinutes(11));

        stepFunctions.endExecutions(version);
        assertThat(publish(changed)).isEqualTo(Progress.DONE);
        assertThat(stepFunctions.content()).containsOnlyKeys("keptn-shop-s0-delivery");
    }

    @Test
    void aProjectOfWhichSomebodyHasDeletedAMachineIsDeletedWithIt() {
        publish(plan(2, ""));
        trigger("runs");
        stepFunctions.deleteStateMachine(
                request -> request.stateMachineArn(InMemoryStepFunctions.MACHINES + "keptn-shop-s0-delivery"));
        assertThat(stepFunctions.deleting()).hasSize(1);
        assertThat(publisher.delete("shop", end())).isEqualTo(Progress.DONE);
        assertThat(stepFunctions.deleting()).isEmpty();
        assertThat(ended("runs")).isTrue();
    }

    /** Sequences of one stage and service, each in a context of its own: the first runs. */
    private void trigger(String... ids) {
        for (String id : ids) {
            controlPlane.trigger(
                    new Trigger(id, "test", "shop", "s0", "delivery", List.of("carts"), Ids.of(id), Map.of(), null));
        }
    }

    private boolean ended(String id) {
        return controlPlane.isFinished("shop", Ids.of(id));
    }

    @Test
    void twoWhoPublishTheSameProjectDoNotMix() {
        publish(plan(1, SERVICES));
        Published other = new Published(store, "shop");
        publish(translated(shipyard(1, "evaluation"), SERVICES));
        assertThatThrownBy(() -> other.save(PublishedMachine.unknown("keptn-shop-s0-delivery")))
                .isInstanceOf(CallFailedException.class);
    }

    @Test
    void machinesOfAnotherInstallationAreLeftAlone() {
        publish(plan(1, ""));
        Map<String, List<String>> before = stepFunctions.content();
        StoppingStore otherStore = new StoppingStore(stops);
        Publisher other = publisher(otherStore, "other", "role");

        assertThatThrownBy(() -> other.publish(plan(1, ""), end()))
                .isInstanceOf(CallFailedException.class)
                .hasMessageContaining("keptn-shop-s0-delivery belongs to another installation")
                .hasMessageContaining("give the project shop another name");
        assertThat(new Plans(otherStore).active("shop")).isEmpty();
        assertThat(other.delete("shop", end())).isEqualTo(Progress.DONE);
        assertThat(otherStore.query("published#shop", "")).isEmpty();
        assertThat(stepFunctions.content()).isEqualTo(before);
    }

    @Test
    void versionsThatSequencesWaitForAreKept() {
        publish(plan(1, ""));
        String first = active().machines().get(0).reference();
        trigger("runs", "waits");
        publish(translated(shipyard(1, "evaluation"), ""));
        stepFunctions.endExecutions(first);
        clock.sleep(Duration.ofDays(16));
        cleanUp();

        assertThat(stepFunctions.definition(first)).contains("test");
    }

    @Test
    void companionsOfWhatRunsAreKept() {
        publish(translated(shipyard(1, "test") + ON_FAILURE, ""));
        List<String> first =
                active().machines().stream().map(ActivePlan.Machine::reference).toList();
        stepFunctions.addExecution(first.get(0), null);
        publish(translated(shipyard(1, "evaluation") + ON_FAILURE.replace("rollback", "release"), ""));
        clock.sleep(Duration.ofDays(16));
        cleanUp();
        assertThat(first).hasSize(2).allSatisfy(stepFunctions::definition);

        stepFunctions.endExecutions(first.get(0));
        clock.sleep(Duration.ofDays(16));
        cleanUp();
        assertThat(first)
                .allSatisfy(version -> assertThatThrownBy(() -> stepFunctions.definition(version))
                        .isInstanceOf(StateMachineDoesNotExistException.class));
    }

    private static final String ON_FAILURE = "          onFailure:\n            - name: rollback\n";

    @Test
    void versionsThatNothingNeedsAreDeletedAfterFifteenDays() {
        publish(plan(1, ""));
        String first = active().machines().get(0).reference();
        publish(translated(shipyard(1, "evaluation"), ""));
        String second = active().machines().get(0).reference();
        publish(translated(shipyard(1, "release"), ""));
        String third = active().machines().get(0).reference();
        stepFunctions.addExecution(first, clock.instant());
        stepFunctions.addExecution(second, null);
        clock.sleep(Duration.ofDays(14));
        cleanUp();
        assertThat(versions()).hasSize(4);
        clock.sleep(Duration.ofDays(2));
        cleanUp();
        // The second one has an execution that runs.
        assertThat(versions()).hasSize(3);
        stepFunctions.definition(second);
        stepFunctions.definition(third);
    }

    @Test
    void manyMachinesAreCleanedUpInSeveralRuns() {
        publish(plan(60, ""));
        publish(plan(1, ""));
        clock.sleep(Duration.ofDays(16));
        List<Progress> runs = new ArrayList<>();
        do {
            runs.add(publisher.cleanUp("shop", clock.instant().plusSeconds(20)));
        } while (runs.get(runs.size() - 1) == Progress.CONTINUE);
        assertThat(runs).hasSizeBetween(3, 5);
        assertThat(stepFunctions.content()).hasSize(1);
        assertThat(rows("published#shop")).hasSize(1);
    }

    @Test
    void machinesOfSequencesThatAreGoneAreDeletedToo() {
        publish(plan(2, ""));
        publish(plan(1, ""));
        clock.sleep(Duration.ofDays(16));
        cleanUp();
        assertThat(stepFunctions.content()).containsOnlyKeys("keptn-shop-s0-delivery");
        publish(plan(2, ""));
        assertThat(active().machines()).hasSize(2);
    }

    private static final String SERVICES = """
            kind: Uniform
            spec:
              services:
                - name: tester
                  lambda: arn:aws:lambda:eu-west-1:123456789012:function:tester
                  events: [test.triggered, evaluation.triggered]
                - name: outside
                  external: true
                  events: [test.triggered, evaluation.triggered]
                - name: chronicle
                  lambda: arn:aws:lambda:eu-west-1:123456789012:function:chronicle
                  confirms: false
                  events: [__ALL__]
            """;

    private void cleanUp() {
        assertThat(publisher.cleanUp("shop", end())).isEqualTo(Progress.DONE);
    }

    private List<String> versions() {
        return stepFunctions.content().getOrDefault("keptn-shop-s0-delivery", List.of());
    }

    private Publisher publisher(String role) {
        return publisher(store, "keptn", role);
    }

    /** @param name of the installation, with which its functions and its bus are named */
    private Publisher publisher(StoppingStore rows, String name, String role) {
        String functions = name.equals("keptn") ? FUNCTION : FUNCTION + name + "-";
        return new Publisher(
                stepFunctions,
                rules,
                rows,
                new Installation(
                        InMemoryStepFunctions.MACHINES,
                        "arn:aws:iam::123456789012:role/" + role,
                        Map.of(
                                "DispatchTask",
                                functions + "dispatch:live",
                                "CompleteSequence",
                                functions + "complete:live"),
                        name,
                        "arn:aws:sqs:eu-west-1:123456789012:dead-letters"),
                clock,
                clock::sleep);
    }

    private Progress publish(Plan plan) {
        return publisher.publish(plan, end());
    }

    private boolean stopsAt(int step, Runnable run) {
        stops.at(step);
        try {
            run.run();
            return false;
        } catch (Stops.Stopped e) {
            return true;
        } finally {
            stops.never();
        }
    }

    private Instant end() {
        return clock.instant().plus(Duration.ofHours(1));
    }

    private ActivePlan active() {
        return new Plans(store).active("shop").orElseThrow();
    }

    private List<Item> rows(String partition) {
        return store.query(partition, "");
    }

    private static Plan plan(int stages, String uniform) {
        return translated(shipyard(stages, "test"), uniform);
    }

    private static Plan translated(String shipyard, String uniform) {
        SourceFile services = uniform.isEmpty() ? null : new SourceFile("uniform.yaml", uniform);
        return Translator.translate("shop", new SourceFile("shipyard.yaml", shipyard), services)
                .value()
                .orElseThrow();
    }

    private static String shipyard(int stages, String task) {
        return "apiVersion: spec.keptn.sh/0.2.3\nkind: Shipyard\nmetadata: {name: shop}\nspec:\n  stages:\n"
                + IntStream.range(0, stages)
                        .mapToObj(i -> "    - name: s" + i + "\n      sequences:\n        - name: delivery\n"
                                + "          tasks:\n            - name: " + task + "\n")
                        .collect(Collectors.joining());
    }
}

package sh.keptn.infra.flows;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import sh.keptn.events.EventType;
import sh.keptn.events.KeptnEvent;
import sh.keptn.infra.SynthesizedStack;

/**
 * What has to work in every installation, whatever account it is in. What comes of a delivery, event log and executions, is
 * compared with {@code src/test/cases/flows/<flow>.txt}; {@code -Dgolden} writes these.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class Flows {

    static final Path ROOT = Path.of(System.getProperty("root", ".."));

    private static final Path GOLDEN = Path.of("src/test/cases/flows");

    private static final boolean REWRITE =
            !System.getProperty("golden", "false").equals("false");

    private static final int RUN_LETTERS = 6;

    /** A pipeline with a gate for a person before production. */
    private static final String DELIVERY = """
            apiVersion: spec.keptn.sh/0.2.3
            kind: Shipyard
            metadata: {name: shop}
            spec:
              stages:
              - name: dev
                sequences:
                - name: delivery
                  tasks: [{name: deployment}, {name: test}]
              - name: hardening
                sequences:
                - name: delivery
                  triggeredOn: [{event: dev.delivery.finished}]
                  tasks: [{name: deployment}, {name: test}, {name: evaluation}]
              - name: production
                sequences:
                - name: delivery
                  triggeredOn: [{event: hardening.delivery.finished}]
                  tasks:
                  - {name: approval, properties: {pass: APPROVAL, warning: manual}}
                  - {name: release}
            """;

    private static final String ONE_STAGE = """
            apiVersion: spec.keptn.sh/0.2.3
            kind: Shipyard
            metadata: {name: shop}
            spec:
              stages:
              - name: dev
                sequences:
                - name: delivery
                  tasks: [{name: deployment}, {name: test}]
            """;

    private static final String UNIFORM = """
            kind: Uniform
            spec:
              services:
              - name: runner
                external: true
                events: [deployment.triggered, test.triggered, evaluation.triggered, release.triggered]
              - name: approval
                builtin: approval
                events: [approval.triggered]
            """;

    private static final String ONE_TASK = """
            apiVersion: spec.keptn.sh/0.2.3
            kind: Shipyard
            metadata: {name: shop}
            spec:
              stages:
              - name: dev
                sequences:
                - name: delivery
                  tasks: [{name: test}]
            """;

    private static final String WEBHOOK = """
            kind: Uniform
            spec:
              services:
              - name: hook
                hook: http://%1$s/%2$s
                allow: ["%1$s"]
                events: [test.triggered]
            """;

    private static final Map<String, ?> PASS = Map.of("result", "pass", "status", "succeeded");
    private static final Map<String, ?> FAIL =
            Map.of("result", "fail", "status", "succeeded", "message", "2 of 12 failed");

    @TempDir
    @SuppressWarnings("NullAway.Init")
    static Path folder;

    private @Nullable Installation installation;

    /** The account that all flows run in; skips them where it cannot be had. */
    abstract Account account(Path folder);

    @BeforeAll
    void install() {
        SynthesizedStack.assumePossible(ROOT);
        String run = UUID.randomUUID().toString().substring(0, RUN_LETTERS);
        installation = new Installation(
                account(folder), run, SynthesizedStack.of("keptn-" + run, ROOT, folder.resolve("cdk.out")));
    }

    @AfterAll
    void stop() {
        if (installation != null) {
            installation.close();
        }
    }

    private Installation installation() {
        Installation installed = installation;
        if (installed == null) {
            throw new IllegalStateException("asked for before it was made");
        }
        return installed;
    }

    /** A delivery in a project of its own. */
    private Delivery publish(String flow, String shipyard, String uniform) {
        String project = installation().project(flow);
        installation().publish(project, shipyard, uniform);
        return new Delivery(installation(), project);
    }

    private static Optional<Map<String, ?>> pass(KeptnEvent triggered) {
        return triggered.type().contains(".approval.") ? Optional.empty() : Optional.of(PASS);
    }

    @Test
    void aDeliveryReachesProduction() {
        Delivery delivery = publish("standard", DELIVERY.replace("APPROVAL", "automatic"), UNIFORM);
        delivery.start("dev", "delivery");
        delivery.run(Flows::pass, "production.delivery.finished");
        check("standard", delivery);
    }

    @Test
    void aPersonApprovesByAnEvent() {
        Delivery delivery = publish("approval", DELIVERY.replace("APPROVAL", "manual"), UNIFORM);
        delivery.start("dev", "delivery");
        delivery.run(Flows::pass, "approval.started");
        KeptnEvent asked = delivery.await("approval.triggered");
        delivery.answer(asked, "somebody", EventType.FINISHED, FAIL);
        delivery.answer(asked, "approval", EventType.FINISHED, FAIL);
        assertThat(delivery.finish(asked, PASS).statusCode()).isEqualTo(200);
        delivery.run(Flows::pass, "production.delivery.finished");
        check("approval", delivery);
    }

    @Test
    void aPersonApprovesByALink() {
        Delivery delivery = publish("link", DELIVERY.replace("APPROVAL", "manual"), UNIFORM);
        delivery.start("dev", "delivery");
        delivery.run(Flows::pass, "approval.started");
        KeptnEvent asked = delivery.await("approval.triggered");
        String link = delivery.link(asked, "approve");
        String other = delivery.link(asked, "decline");
        for (int look = 1; look <= 2; look++) {
            assertThat(installation()
                            .api()
                            .ask(link, null, "accept", "text/html")
                            .body())
                    .contains("Approve this?", "production", "build=17");
        }
        assertThat(Lines.of(delivery.log())).noneMatch(line -> line.startsWith("approval.finished"));
        assertThat(installation()
                        .api()
                        .ask(link, "message=seen+by+two", "content-type", "application/x-www-form-urlencoded")
                        .statusCode())
                .isEqualTo(200);
        assertThat(installation().api().ask(link, "").statusCode()).isEqualTo(410);
        assertThat(installation().api().ask(other, "").statusCode()).isEqualTo(410);
        delivery.run(Flows::pass, "production.delivery.finished");
        check("link", delivery);
    }

    /** As the page of the first deployment says. */
    @Test
    void theFirstProjectIsDeliveredAndApproved() throws IOException {
        Path example = ROOT.resolve("examples/first-deployment/carts");
        Delivery delivery = publish(
                "first",
                Files.readString(example.resolve("shipyard.yaml")),
                Files.readString(example.resolve("uniform.yaml")));
        delivery.start("dev", "delivery");
        delivery.await("approval.started");
        assertThat(delivery.finish(delivery.await("approval.triggered"), PASS).statusCode())
                .isEqualTo(200);
        delivery.await("production.delivery.finished");
        check("first", delivery);
    }

    @Test
    void aScriptTriggersByHttpAndNeedsAToken() {
        Delivery delivery = publish("http", ONE_STAGE, UNIFORM);
        assertThat(delivery.post("dev", "delivery").statusCode()).isIn(401, 403);
        assertThat(delivery.post("dev", "delivery", "x-token", "guessed").statusCode())
                .isIn(401, 403);
        for (int attempt = 1; attempt <= 2; attempt++) {
            HttpResponse<String> response =
                    delivery.post("dev", "delivery", "x-token", installation().token());
            assertThat(response.body()).isEqualTo("{\"keptnContext\":\"" + delivery.context() + "\"}");
            assertThat(response.statusCode()).isEqualTo(200);
        }
        delivery.run(Flows::pass, "dev.delivery.finished");
        check("http", delivery);
    }

    @Test
    void aStageIsEvaluatedThatHasNoSequenceForIt() {
        Delivery delivery = publish("gate", ONE_STAGE, UNIFORM);
        delivery.start("dev", "evaluation");
        delivery.run(Flows::pass, "dev.evaluation.finished");
        check("gate", delivery);
    }

    @Test
    void aFailureIsContinuedFromTheFailedTask() {
        Optional<String> cannot = installation().executions().cannotRedrive();
        assumeTrue(cannot.isEmpty(), () -> "skipped: the emulator has no RedriveExecution: " + cannot.orElseThrow());
        Delivery delivery = publish("redrive", ONE_STAGE, UNIFORM);
        delivery.start("dev", "delivery");
        delivery.run(event -> Optional.of(event.type().contains(".test.") ? FAIL : PASS), "dev.delivery.finished");
        assertThat(delivery.executions(found -> found.toString().contains("FAILED")))
                .singleElement()
                .asString()
                .endsWith(" FAILED");
        assertThat(delivery.control("redrive")).containsEntry("verdict", "done");
        KeptnEvent again = delivery.await("test.triggered", 2);
        delivery.perform(again, PASS);
        delivery.await("dev.delivery.finished", 2);
        check("redrive", delivery);
    }

    @Test
    void anAbortEndsWhatIsOpen() {
        Delivery delivery = publish("abort", ONE_STAGE, UNIFORM);
        delivery.start("dev", "delivery");
        delivery.answer(delivery.await("deployment.triggered"), "runner", EventType.STARTED, Map.of());
        delivery.await("deployment.started");
        assertThat(delivery.control("abort")).containsEntry("verdict", "done");
        delivery.await("dev.delivery.finished");
        check("abort", delivery);
    }

    @Test
    void nothingIsAskedForWhileItIsPaused() {
        Delivery delivery = publish("pause", ONE_STAGE, UNIFORM);
        delivery.start("dev", "delivery");
        KeptnEvent asked = delivery.await("deployment.triggered");
        assertThat(delivery.control("pause")).containsEntry("verdict", "done");
        delivery.perform(asked, PASS);
        delivery.await("deployment.finished");
        delivery.awaitHeld();
        assertThat(Lines.of(delivery.log())).noneMatch(line -> line.startsWith("test."));
        assertThat(delivery.control("resume")).containsEntry("verdict", "done");
        delivery.run(Flows::pass, "dev.delivery.finished");
        check("pause", delivery);
    }

    @Test
    void anExecutionThatIsStoppedFromOutsideEndsItsSequence() {
        Delivery delivery = publish("stopped", ONE_STAGE, UNIFORM);
        delivery.start("dev", "delivery");
        delivery.await("deployment.triggered");
        delivery.stopExecutions();
        delivery.await("dev.delivery.finished");
        check("stopped", delivery);
    }

    @Test
    void aWebhookIsCalled() throws IOException {
        String answer = "{\"result\":\"warning\",\"message\":\"1 of 12 is slow\"}";
        try (CalledSystem system = new CalledSystem(thisMachine(), 200, answer)) {
            Delivery delivery = publish("webhook", ONE_TASK, WEBHOOK.formatted(system.authority(), "test"));
            delivery.start("dev", "delivery");
            delivery.await("dev.delivery.finished");
            check("webhook", delivery);
        }
    }

    @Test
    void aSystemThatWasCalledAnswersLaterByItsLink() throws IOException {
        try (CalledSystem system = new CalledSystem(thisMachine(), 202, "")) {
            Delivery delivery =
                    publish("callback", ONE_TASK, WEBHOOK.formatted(system.authority(), "test?done={{links.finish}}"));
            delivery.start("dev", "delivery");
            delivery.await("test.started");
            String link = system.awaitQuery().replace("done=", "");
            String done = "{\"result\":\"warning\",\"message\":\"2 of 12 are slow\",\"data\":{\"test\":{\"rate\":7}}}";
            String[] json = {"content-type", "application/json"};
            assertThat(installation().api().ask(link, done, json).statusCode()).isEqualTo(200);
            assertThat(installation().api().ask(link, done, json).statusCode()).isEqualTo(410);
            delivery.await("dev.delivery.finished");
            check("callback", delivery);
        }
    }

    /** The host under which functions find this machine; skips the test where that is not known. */
    private String thisMachine() {
        return installation()
                .thisMachine()
                .orElseGet(() -> abort("skipped: it is not known how functions find this machine, which their webhooks"
                        + " call; say it by -Daws.host=host.docker.internal"));
    }

    /** Compares event log and executions with the golden file; the executions have to come to rest first. */
    private static void check(String flow, Delivery delivery) {
        Path file = GOLDEN.resolve(flow + ".txt");
        try {
            if (REWRITE) {
                List<String> executions =
                        delivery.executions(found -> found.stream().noneMatch(each -> each.endsWith(" RUNNING")));
                List<String> lines = new ArrayList<>(lines(flow, delivery));
                lines.addAll(executions);
                Files.writeString(file, String.join("\n", lines) + "\n");
            }
            List<String> expected = Files.readAllLines(file);
            int events = (int)
                    expected.stream().filter(line -> !line.startsWith("keptn-")).count();
            delivery.executions(expected.subList(events, expected.size())::equals);
            assertThat(lines(flow, delivery)).as(file.toString()).isEqualTo(expected.subList(0, events));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What has happened in a project that is called like its flow. */
    private static List<String> lines(String flow, Delivery delivery) {
        return Lines.of(delivery.log()).stream()
                .map(line -> line.replace(delivery.project(), flow))
                .toList();
    }
}

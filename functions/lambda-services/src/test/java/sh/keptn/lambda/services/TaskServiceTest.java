package sh.keptn.lambda.services;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static sh.keptn.lambda.services.ServiceFunctions.TASK_GIVEN_UP;
import static sh.keptn.lambda.services.ServiceFunctions.TASK_SERVICE;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import sh.keptn.controlplane.configuration.Configurations;
import sh.keptn.controlplane.lifecycle.InMemoryStore;
import sh.keptn.controlplane.links.Link;
import sh.keptn.controlplane.links.Links;
import sh.keptn.controlplane.payload.Outcome;
import sh.keptn.controlplane.ports.Store.Item;
import sh.keptn.controlplane.ports.Store.Write;
import sh.keptn.controlplane.rows.DataRow;
import sh.keptn.controlplane.rows.EvaluationRow;
import sh.keptn.controlplane.rules.EventPatterns;
import sh.keptn.evaluation.score.SliValue;
import sh.keptn.events.BusEvent;
import sh.keptn.events.Json;
import sh.keptn.events.KeptnEvent;
import sh.keptn.lambda.InvalidInputException;
import sh.keptn.lambda.services.WorkLog.Claim;

class TaskServiceTest {

    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

    /** With it, an event refers to its payload. */
    private static final String REPORT = "x".repeat(220_000);

    private static final String WAIT = ", noData: wait, wait: {atMost: 10m, every: 1m}";

    private Instant now = NOW;
    private final AtomicInteger calls = new AtomicInteger();
    private String body = "{\"result\":\"pass\",\"message\":\"12 of 12\"}";
    private volatile String received = "";
    private volatile String address = "";
    private final InMemoryStore store = new InMemoryStore();

    @SuppressWarnings("NullAway.Init")
    private HttpServer system;

    @SuppressWarnings("NullAway.Init")
    private Installation installation;

    @BeforeEach
    void start() throws IOException {
        system = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        system.createContext("/", exchange -> {
            address = String.valueOf(exchange.getRequestURI());
            received = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            calls.incrementAndGet();
            byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(200, bytes.length);
            exchange.getResponseBody().write(bytes);
            exchange.close();
        });
        system.start();
        installation = new Installation(
                store, system.getAddress().getPort(), ((InstantSource) () -> now).withZone(ZoneOffset.UTC));
    }

    @AfterEach
    void stop() {
        system.stop(0);
    }

    @Test
    void aWebhookIsCalledAndItsAnswerPutOnTheBus() {
        installation.invoke(TASK_SERVICE, installation.asked("test"), "request-1");

        assertThat(installation.answers())
                .containsExactly("test.started from hook: ", "test.finished from hook: pass 12 of 12");
        assertThat(installation.bus).allSatisfy(event -> {
            assertThat(event.source()).isEqualTo("keptn.services");
            assertThat(event.detailType()).isEqualTo(event.event().type());
        });
    }

    @Test
    void anEvaluationScoresWhatAProviderGivesWithTheFilesAndResultsInTheStore() {
        String slo = "objectives: [{sli: latency, pass: [{criteria: ['<=+10%']}]}]\ntotal_score: {pass: '90%'}\n";
        new Configurations(store).put("sockshop", Map.of("dev/carts/slo.yaml", slo.getBytes(StandardCharsets.UTF_8)));
        store.transact(List.of(put(earlier("evaluation-1", 100))));
        body = "{\"result\":\"pass\",\"data\":{\"get-sli\":{\"indicatorValues\":"
                + "[{\"metric\":\"latency\",\"value\":111,\"success\":true}]}}}";
        installation.invoke(
                TASK_SERVICE,
                installation.asked(
                        "evaluation", Map.of("evaluation", Map.of("timeframe", "5m", "sliProvider", "metrics"))),
                "request-1");

        assertThat(received).contains("\"sh.keptn.event.get-sli.triggered\"", "\"indicators\":[\"latency\"]");
        assertThat(installation.answers())
                .containsExactly(
                        "evaluation.started from evaluation: ",
                        "evaluation.finished from evaluation: fail Evaluation failed since the calculated score of 0 is below the target"
                                + " value of 90");
        assertThat(Json.child(installation.bus.get(1).event().data(), "evaluation"))
                .containsEntry("comparedEvents", List.of("evaluation-1"))
                .containsEntry("timeStart", "2025-12-31T23:55:00.000Z");
    }

    @Test
    void anEvaluationAsksAProviderByAnEventAndGoesOnWithItsAnswer() {
        Map<String, @Nullable Object> asked = evaluation("monitoring");
        installation.invoke(TASK_SERVICE, asked, "request-1");
        assertThat(installation.answers())
                .containsExactly("evaluation.started from evaluation: ", "get-sli.triggered from evaluation: ");
        installation.invoke(TASK_SERVICE, asked, "request-2");
        assertThat(installation.bus).as("it is asked again in the same words").hasSize(3);
        assertThat(installation.bus.get(2)).isEqualTo(installation.bus.get(1));

        Map<String, @Nullable Object> question = received(installation.bus.get(1), "evaluation");
        assertThat(BusEvent.fromJson(question).stamp()).containsEntry("services", List.of("monitoring"));
        installation.invoke(TASK_SERVICE, question, "request-3");
        assertThat(installation.bus).as("others answer").hasSize(3);

        Map<String, @Nullable Object> answer = answered(question, "monitoring", 90);
        installation.invoke(TASK_SERVICE, answer, "request-4");
        installation.invoke(TASK_SERVICE, answer, "request-5");
        assertThat(installation.answers().subList(3, 5))
                .containsExactly(
                        "evaluation.finished from evaluation: pass ", "evaluation.finished from evaluation: pass ");
        assertThat(Json.write(installation.bus.get(4).toJson()))
                .isEqualTo(Json.write(installation.bus.get(3).toJson()));
        KeptnEvent finished = installation.bus.get(3).event();
        assertThat(finished.triggeredId()).isEqualTo(BusEvent.fromJson(asked).id());
        assertThat(Json.child(finished.data(), "evaluation")).containsEntry("score", 100.0);
        assertThat(calls).hasValue(0);
    }

    @Test
    void aWebhookThatAnswersLaterIsAskedByAnEventToo() {
        body = "";
        installation.invoke(TASK_SERVICE, evaluation("reporting"), "request-1");
        Map<String, @Nullable Object> question = received(installation.bus.get(1), "evaluation");
        installation.invoke(TASK_SERVICE, question, "request-2");
        assertThat(address).startsWith("/values?callback=https%3A%2F%2Fapi.example%2Fapi%2Flinks%2F");
        assertThat(received).contains("\"sh.keptn.event.get-sli.triggered\"", "\"indicators\":[\"latency\"]");
        assertThat(installation.answers()).last().isEqualTo("get-sli.started from reporting: ");

        installation.invoke(TASK_SERVICE, answered(question, "reporting", 130), "request-3");
        assertThat(installation.answers()).last().asString().startsWith("evaluation.finished from evaluation: fail");
    }

    @Test
    void anEvaluationThatBreaksOffWithTheAnswerIsAnsweredForAsItself() throws IOException {
        installation.invoke(TASK_SERVICE, evaluation("monitoring"), "request-1");
        Map<String, @Nullable Object> question = received(installation.bus.get(1), "evaluation");
        Map<String, @Nullable Object> record = Json.child(
                Json.parseObject(Files.readString(Path.of("src/test/cases/payloads/gave-up.json"))), "payload");
        record.put("requestPayload", answered(question, "monitoring", 90));
        installation.invoke(TASK_GIVEN_UP, record, "request-9");

        assertThat(installation.answers())
                .last()
                .isEqualTo("evaluation.finished from evaluation: fail task service `evaluation` broke off: the work"
                        + " went wrong");
    }

    @Test
    void anEvaluationWaitsForItsValuesWhileNoFunctionRuns() {
        body = values("{\"metric\":\"latency\",\"success\":false,\"message\":\"no requests yet\"}");
        installation.invoke(TASK_SERVICE, evaluation("metrics", WAIT), "request-1");
        assertThat(installation.answers())
                .containsExactly(
                        "evaluation.started from evaluation: ",
                        "evaluation.status.changed from evaluation: no value yet for latency; asked once in 0s");
        installation.received(installation.bus.get(1).event(), "evaluation");
        now = NOW.plusSeconds(59);
        assertThat(installation.swept()).isEmpty();

        now = NOW.plusSeconds(60);
        Map<String, @Nullable Object> due = installation.swept().get(0);
        assertThat(EventPatterns.of(Map.of("due", BusRules.ANSWERS_TO_ASKERS)).matching(BusEvent.fromJson(due)))
                .containsExactly("due");
        body = values("{\"metric\":\"latency\",\"value\":90,\"success\":true}");
        installation.invoke(TASK_SERVICE, due, "request-2");
        installation.invoke(TASK_SERVICE, due, "request-3");
        assertThat(calls).hasValue(2);
        assertThat(received).contains("-get-sli-2\"", "\"waited\":{\"since\":\"2026-01-01T00:00:00Z\",\"asked\":1}");
        assertThat(installation.answers().subList(2, 4))
                .containsExactly(
                        "evaluation.finished from evaluation: pass ", "evaluation.finished from evaluation: pass ");
        assertThat(explanation(2)).containsEntry("waited", Map.of("asked", 2, "time", "1m"));
    }

    @Test
    void aProviderThatAnswersByEventsIsAskedAgainByAnEvent() {
        installation.invoke(TASK_SERVICE, evaluation("monitoring", WAIT), "request-1");
        Map<String, @Nullable Object> first = received(installation.bus.get(1), "evaluation");
        installation.invoke(TASK_SERVICE, answered(first, "monitoring", null), "request-2");
        installation.received(installation.bus.get(2).event(), "evaluation");
        now = NOW.plusSeconds(60);
        installation.invoke(TASK_SERVICE, installation.swept().get(0), "request-3");
        Map<String, @Nullable Object> second = received(installation.bus.get(3), "evaluation");
        assertThat(BusEvent.fromJson(second).id())
                .isNotEqualTo(BusEvent.fromJson(first).id());
        now = NOW.plusSeconds(70);
        installation.invoke(TASK_SERVICE, answered(second, "monitoring", 90), "request-4");
        assertThat(installation.answers())
                .containsExactly(
                        "evaluation.started from evaluation: ",
                        "get-sli.triggered from evaluation: ",
                        "evaluation.status.changed from evaluation: no value yet for latency; asked once in 0s",
                        "get-sli.triggered from evaluation: ",
                        "evaluation.finished from evaluation: pass ");
        assertThat(explanation(4)).containsEntry("waited", Map.of("asked", 2, "time", "1m10s"));
    }

    private Map<String, @Nullable Object> explanation(int answer) {
        return Json.child(Json.child(installation.bus.get(answer).event().data(), "evaluation"), "explanation");
    }

    private static String values(String value) {
        return "{\"result\":\"pass\",\"status\":\"succeeded\",\"data\":{\"get-sli\":{\"indicatorValues\":[" + value
                + "]}}}";
    }

    private Map<String, @Nullable Object> evaluation(String provider) {
        return evaluation(provider, "");
    }

    /** @param more keys of the objective */
    private Map<String, @Nullable Object> evaluation(String provider, String more) {
        String slo =
                "objectives: [{sli: latency, pass: [{criteria: ['<=100']}]" + more + "}]\ntotal_score: {pass: '90%'}\n";
        new Configurations(store).put("sockshop", Map.of("dev/carts/slo.yaml", slo.getBytes(StandardCharsets.UTF_8)));
        return installation.asked(
                "evaluation", Map.of("evaluation", Map.of("timeframe", "5m", "sliProvider", provider)));
    }

    /** What the control plane puts on the bus for an event. */
    private Map<String, @Nullable Object> received(BusEvent event, String sender) {
        List<Map<String, @Nullable Object>> put = installation.received(event.event(), sender);
        return put.get(put.size() - 1);
    }

    /** @param value null where the provider has none */
    private Map<String, @Nullable Object> answered(
            Map<String, @Nullable Object> question, String sender, @Nullable Integer value) {
        KeptnEvent asked = BusEvent.fromJson(question).event();
        Map<String, @Nullable Object> data = Json.parseObject(
                "{\"result\":\"pass\",\"status\":\"succeeded\",\"get-sli\":{\"indicatorValues\":[{\"metric\":\"latency\","
                        + "\"value\":" + value + ",\"success\":" + (value != null) + "}]}}");
        KeptnEvent finished = new KeptnEvent(
                "values-1", sender, "sh.keptn.event.get-sli.finished", NOW, asked.context(), asked.id(), null, data);
        Map<String, @Nullable Object> told = received(BusEvent.of(finished, Map.of()), sender);
        assertThat(EventPatterns.of(Map.of("answers", BusRules.ANSWERS_TO_ASKERS))
                        .matching(BusEvent.fromJson(told)))
                .containsExactly("answers");
        return told;
    }

    private static EvaluationRow earlier(String id, double latency) {
        return new EvaluationRow(
                "sockshop",
                "dev",
                "carts",
                "context-0",
                "delivery",
                1,
                id,
                NOW.minusSeconds(60),
                "triggered-0",
                "evaluation",
                new Outcome("pass", "succeeded", ""),
                "",
                "",
                100,
                Map.of(),
                "",
                List.of(new EvaluationRow.Indicator(new SliValue("latency", latency, true, ""), "", "pass", 1)),
                null,
                null);
    }

    private static Write put(EvaluationRow row) {
        return new Write.Put(
                row.key(), 0, Json.write(EvaluationRow.TABLE.encode().apply(row)), null);
    }

    @Test
    void aTestSendsTheScenarioInTheStoreAndAnswersWithWhatItMeasured() {
        Map<String, @Nullable Object> test = tested("""
                iterations: 3
                steps:
                - name: search
                  path: /items?q={{data.labels.word}}
                - name: order
                  method: POST
                  path: /orders
                  body: {by: "{{data.service}}"}
                """, Duration.ofMinutes(15));

        assertThat(installation.answers()).first().isEqualTo("probe.started from tester: ");
        assertThat(installation.answers())
                .last()
                .asString()
                .startsWith("probe.finished from tester: pass tests/functional.yaml: 6 requests, 0 errors");
        assertThat(address).isEqualTo("/orders");
        assertThat(received).isEqualTo("{\"by\":\"carts\"}");
        assertThat(test)
                .containsEntry("start", "2026-01-01T00:00:00.000Z")
                .containsEntry("end", "2026-01-01T00:00:00.000Z");
        Map<String, @Nullable Object> results =
                Json.child(Json.child(test, "results"), String.valueOf(test.get("measured")));
        assertThat(results).containsEntry("requests", 6L).containsEntry("errors", 0L);
        assertThat(calls).hasValue(6);
    }

    @Test
    void aTestEndsBeforeTheFunctionDoes() {
        Map<String, @Nullable Object> test = tested("steps: [{path: /items, pause: 1h}]", Duration.ofSeconds(9));

        assertThat(installation.answers()).last().isEqualTo("probe.finished from tester: fail timed out after 4s");
        assertThat(calls).hasValue(1);
        assertThat(Json.child(Json.child(test, "results"), String.valueOf(test.get("measured"))))
                .containsEntry("requests", 1L);
    }

    @Test
    void aTestThatCannotEndBeforeTheFunctionDoesIsNotBegun() {
        tested("{duration: 2m, steps: [{path: /items}]}", Duration.ofSeconds(65));

        assertThat(installation.answers())
                .last()
                .asString()
                .contains("`tests/functional.yaml` takes 2m, and the task has only 1m left");
        assertThat(calls).hasValue(0);
    }

    /** What {@code probe.finished} says of a test of the system. */
    private Map<String, @Nullable Object> tested(String scenario, Duration left) {
        new Configurations(store)
                .put("sockshop", Map.of("dev/tests/functional.yaml", scenario.getBytes(StandardCharsets.UTF_8)));
        String url = "http://127.0.0.1:" + system.getAddress().getPort();
        installation.invoke(
                TASK_SERVICE,
                installation.asked(
                        "probe",
                        Map.of(
                                "deployment",
                                Map.of("deploymentURIsLocal", List.of(url)),
                                "labels",
                                Map.of("word", "hat"))),
                "request-1",
                left);
        return Json.child(
                installation.bus.get(installation.bus.size() - 1).event().data(), "test");
    }

    @Test
    void aSystemIsToldByALinkHowToAnswerLater() {
        body = "{\"queued\":true}";
        Map<String, @Nullable Object> asked = installation.asked("build");
        installation.invoke(TASK_SERVICE, asked, "request-1");

        String prefix = "/start?callback=https%3A%2F%2Fapi.example%2Fapi%2Flinks%2F";
        assertThat(address).startsWith(prefix);
        String id = address.substring(prefix.length());
        String triggered =
                String.valueOf(Json.child(Json.child(asked, "detail"), "event").get("id"));
        assertThat(new Links(store).find(id)).contains(new Link(Link.Verb.FINISH, triggered, "pipeline", null));
        assertThat(installation.answers()).containsExactly("build.started from pipeline: ");
        assertThat(installation.bus.toString()).doesNotContain(id);
        assertThat(received).doesNotContain(id);
        assertThat(store.query("work#" + triggered, "").toString()).doesNotContain(id);
    }

    @Test
    void anEventThatComesTwiceIsWorkedOnOnceAndAnsweredTwiceTheSame() {
        Map<String, @Nullable Object> asked = installation.asked("test");
        installation.invoke(TASK_SERVICE, asked, "request-1");
        body = "{\"result\":\"fail\"}";
        installation.invoke(TASK_SERVICE, asked, "request-2");

        assertThat(calls).hasValue(1);
        assertThat(installation.bus).hasSize(3);
        assertThat(installation.bus.get(2)).isEqualTo(installation.bus.get(1));
    }

    @Test
    void anInvocationThatIsRetriedGoesOnAndAnotherOneLeavesItAlone() {
        Map<String, @Nullable Object> asked = installation.asked("test");
        String id =
                String.valueOf(Json.child(Json.child(asked, "detail"), "event").get("id"));
        WorkLog log = new WorkLog(store);
        Claim broken = log.claim(id, "hook", "request-1", NOW, NOW.plusSeconds(900));
        assertThat(broken).isInstanceOf(Claim.Mine.class);

        installation.invoke(TASK_SERVICE, asked, "request-2");
        assertThat(calls).hasValue(0);
        assertThat(installation.bus).isEmpty();
        installation.invoke(TASK_SERVICE, asked, "request-1");
        assertThat(calls).hasValue(1);
    }

    @Test
    void workOfSomebodyWhoseTimeIsOverIsTakenOver() {
        WorkLog log = new WorkLog(store);
        Claim first = log.claim("1", "hook", "request-1", NOW, NOW.plusSeconds(60));
        Claim second = log.claim("1", "hook", "request-2", NOW.plusSeconds(60), NOW.plusSeconds(120));
        assertThat(second).isInstanceOf(Claim.Mine.class);

        BusEvent asked = BusEvent.fromJson(installation.asked("test"));
        log.keep("1", "hook", (Claim.Mine) second, asked.event(), NOW.plusSeconds(90));
        assertThat(log.keep("1", "hook", (Claim.Mine) first, null, NOW.plusSeconds(95)))
                .as("what was kept first counts")
                .isEqualTo(asked.event());
    }

    @Test
    void whatCannotBeDoneHereIsAnsweredWithASentence() {
        installation.invoke(TASK_SERVICE, installation.asked("deployment"), "request-1");
        assertThat(installation.answers())
                .last()
                .asString()
                .contains("commands run on the machine of `keptn run` only");
    }

    @Test
    void aBuiltInThatThereIsNotYetIsAnsweredWithASentence() {
        installation.invoke(TASK_SERVICE, installation.asked("release"), "request-1");
        assertThat(installation.answers())
                .last()
                .asString()
                .contains("the built-in `release` is not part of this version");
    }

    @Test
    void whatAPersonAnswersIsNotAnswered() {
        Map<String, @Nullable Object> asked = installation.asked("approval");
        installation.invoke(TASK_SERVICE, asked, "request-1");
        installation.invoke(TASK_SERVICE, asked, "request-2");

        assertThat(installation.answers()).containsExactly("approval.started from approval: ");
    }

    @Test
    void aServiceThatIsOnlyToldAnswersNobody() {
        Map<String, @Nullable Object> told = new LinkedHashMap<>();
        told.put("service", "hook");
        told.put("event", installation.asked("test"));
        installation.invoke(TASK_SERVICE, told, "request-1");
        installation.invoke(TASK_SERVICE, told, "request-2");

        assertThat(calls).hasValue(1);
        assertThat(installation.bus).isEmpty();
    }

    @Test
    void aServiceGetsTheWholePayloadOfAnEventThatRefersToIt() {
        Map<String, @Nullable Object> asked = installation.asked("test", Map.of("report", REPORT));
        KeptnEvent event = BusEvent.fromJson(asked).event();
        assertThat(event.dataref()).isEqualTo("urn:uuid:" + event.id());
        assertThat(event.data()).doesNotContainKey("report");
        installation.invoke(TASK_SERVICE, asked, "request-1");

        KeptnEvent whole = KeptnEvent.fromJson(Json.parseObject(received));
        assertThat(whole.id()).isEqualTo(event.id());
        assertThat(whole.dataref()).isNull();
        assertThat(whole.data()).containsAllEntriesOf(event.data()).containsEntry("report", REPORT);
        assertThat(installation.answers())
                .containsExactly("test.started from hook: ", "test.finished from hook: pass 12 of 12");
    }

    @Test
    void aServiceThatIsOnlyToldGetsTheWholePayloadToo() {
        Map<String, @Nullable Object> told = new LinkedHashMap<>();
        told.put("service", "hook");
        told.put("event", installation.asked("test", Map.of("report", REPORT)));
        installation.invoke(TASK_SERVICE, told, "request-1");

        assertThat(KeptnEvent.fromJson(Json.parseObject(received)).data()).containsEntry("report", REPORT);
        assertThat(installation.bus).isEmpty();
    }

    @Test
    void withoutItsPayloadATaskIsNotDoneUntilItIsTriedAgain() {
        Map<String, @Nullable Object> asked = installation.asked("test", Map.of("report", REPORT));
        Item row = store.get(DataRow.key(BusEvent.fromJson(asked).event().id())).orElseThrow();
        store.transact(List.of(new Write.Delete(row.key(), row.version())));
        assertThatThrownBy(() -> installation.invoke(TASK_SERVICE, asked, "request-1"))
                .isNotInstanceOf(InvalidInputException.class)
                .hasMessageContaining("refers to its payload as `urn:uuid:")
                .hasMessageEndingWith("of which nothing is known");
        assertThat(calls).hasValue(0);
        assertThat(installation.bus).isEmpty();

        store.transact(List.of(new Write.Put(row.key(), 0, row.body(), null)));
        installation.invoke(TASK_SERVICE, asked, "request-1");
        assertThat(calls).hasValue(1);
        assertThat(installation.answers()).hasSize(2);
    }

    /** Who answers may refer to data of his own; the control plane passes that on and knows nothing of it. */
    @Test
    void aServiceThatIsOnlyToldGetsWhatOthersReferToAsItIs() {
        Map<String, @Nullable Object> event = installation.asked("test");
        BusEvent sent = BusEvent.fromJson(event);
        KeptnEvent referring = sent.event().referring("https://example.com/report", Map.of("part", true));
        event.put("detail", Map.of("event", referring.toJson(), "keptn", sent.stamp()));
        Map<String, @Nullable Object> told = new LinkedHashMap<>();
        told.put("service", "hook");
        told.put("event", event);
        installation.invoke(TASK_SERVICE, told, "request-1");

        assertThat(Json.child(Json.parseObject(received), "data")).isEqualTo(Map.of("part", true));
    }

    @Test
    void anAnswerThatIsTooLargeIsAnError() {
        body = "{\"result\":\"pass\",\"data\":{\"test\":\"" + "x".repeat(60_000) + "\"}}";
        installation.invoke(TASK_SERVICE, installation.asked("test"), "request-1");
        assertThat(installation.answers()).last().asString().startsWith("test.finished from hook: pass");
    }

    @Test
    void aTaskThatIsGivenUpIsAnsweredForThoseWhoseWorkItIsHere() throws IOException {
        Map<String, @Nullable Object> record = Json.child(
                Json.parseObject(Files.readString(Path.of("src/test/cases/payloads/gave-up.json"))), "payload");
        record.put("requestPayload", installation.asked("test"));
        installation.invoke(TASK_GIVEN_UP, record, "request-9");

        assertThat(installation.answers())
                .containsExactly("test.finished from hook: fail task service `hook` broke off: the work went wrong");
    }

    @Test
    void aPayloadOfTheWrongSourceIsRefused() {
        for (String function : ServiceFunctions.NAMES) {
            assertThatThrownBy(() -> installation.invoke(function, new LinkedHashMap<>(), "request-1"))
                    .as(function)
                    .isInstanceOf(InvalidInputException.class);
        }
        Map<String, @Nullable Object> forged = installation.asked("test");
        forged.put("source", "somebody");
        assertThatThrownBy(() -> installation.invoke(TASK_SERVICE, forged, "request-1"))
                .hasMessage("expected an event of the control plane, found one of `somebody`");
    }

    @Test
    void theRuleMatchesTasksWithServicesAndNothingElse() {
        EventPatterns patterns = EventPatterns.of(Map.of("tasks", BusRules.TASKS));
        assertThat(patterns.matching(BusEvent.fromJson(installation.asked("test"))))
                .containsExactly("tasks");
        BusEvent nobody = new BusEvent(
                "1",
                "keptn.control-plane",
                "sh.keptn.event.x.triggered",
                Map.of("keptn", Map.of("kind", "task.triggered", "services", List.of())));
        assertThat(patterns.matching(nobody)).isEmpty();
    }
}

package sh.keptn.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import sh.keptn.api.http.ApiResponse;
import sh.keptn.controlplane.rows.EventLog;
import sh.keptn.events.Json;

class PostEventsTest {

    private static final String KEPTN = "application/json";
    private static final String STRUCTURED = "application/cloudevents+json";
    private static final String BATCH = "application/cloudevents-batch+json";
    private static final String ANSWER = """
            {"specversion": "1.0", "id": "%s", "type": "sh.keptn.event.%s.%s", "source": "%s", "triggeredid": "%s",
             "data": {"result": "warning", "status": "succeeded", "message": "2 of 12 are slow", "project": "carts", "stage": "production"}}""";

    private final Installation installation = new Installation();

    @ParameterizedTest
    @ValueSource(strings = {"/api/v1/event", "/v1/event"})
    void aSequenceIsTriggeredAsByKeptn(String path) {
        ApiResponse response = installation.send("POST", path, KEPTN, Installation.trigger());

        assertThat(response.status()).isEqualTo(200);
        assertThat(response.body()).isEqualTo("{\"keptnContext\":\"" + Installation.CONTEXT + "\"}");
        assertThat(response.headers()).containsEntry("content-type", "application/json");
        assertThat(installation.log()).contains("dev.delivery.triggered from bootstrap");
        assertThat(installation.machines).containsExactly("start");
        assertThat(installation.opened).hasValue(1);
    }

    @Test
    void keptnsFormIsNewEachTimeWhateverItsId() {
        String withId = Installation.trigger().replace("{\"type\"", "{\"id\": \"the-same\", \"type\"");
        installation.send("POST", "/api/v1/event", KEPTN, withId);
        installation.send("POST", "/api/v1/event", KEPTN, withId);
        assertThat(installation.log().stream().filter(each -> each.startsWith("dev.delivery.triggered")))
                .hasSize(2);
    }

    @Test
    void aCloudEventThatComesAgainIsAnsweredTheSameAndChangesNothing() {
        String event = Installation.trigger().replace("{\"type\"", "{\"id\": \"the-same\", \"type\"");
        ApiResponse first = installation.send("POST", "/api/v1/event", STRUCTURED + "; charset=utf-8", event);
        assertThat(first.status()).isEqualTo(200);
        assertThat(installation.send("POST", "/api/v1/event", STRUCTURED, event))
                .isEqualTo(first);
        assertThat(installation.log().stream().filter(each -> each.startsWith("dev.delivery.triggered")))
                .hasSize(1);
    }

    @Test
    void aContextIsKeptMadeOrDerived() {
        assertThat(context("8d6b1f0e-1f56-43ac-9a3c-5f7a2b1c9d03")).isEqualTo("8d6b1f0e-1f56-43ac-9a3c-5f7a2b1c9d03");
        String derived = context("build-7");
        assertThat(derived).matches("[0-9a-f-]{36}").isEqualTo(context("build-7"));
        assertThat(context("")).matches("[0-9a-f-]{36}").isNotEqualTo(derived);
    }

    private String context(String given) {
        ApiResponse response = installation.send(
                "POST", "/api/v1/event", KEPTN, Installation.trigger().replace(Installation.CONTEXT, given));
        return String.valueOf(Json.parseObject(response.body()).get("keptnContext"));
    }

    @Test
    void aBinaryCloudEventHasItsAttributesInHeaders() {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("content-type", "application/json");
        headers.put("x-token", Installation.ADMIN);
        headers.put("Ce-Specversion", "1.0");
        headers.put("ce-id", "1");
        headers.put("ce-source", "https%3A%2F%2Fci.example");
        headers.put("ce-type", "sh.keptn.event.dev.delivery.triggered");
        headers.put("ce-shkeptncontext", Installation.CONTEXT);
        ApiResponse response = installation.send(
                "POST", "/api/v1/event", headers, "{\"project\": \"sockshop\", \"service\": \"carts\"}");
        assertThat(response.body()).isEqualTo("{\"keptnContext\":\"" + Installation.CONTEXT + "\"}");
        assertThat(installation.send("POST", "/api/v1/event", headers, "[1]").body())
                .contains("`data`: expected an object");
    }

    @Test
    void ofABatchNothingIsTakenIfOneEventCannotBeRead() {
        String trigger = Installation.trigger().replace("{\"type\"", "{\"id\": \"1\", \"type\"");
        assertThat(installation
                        .send("POST", "/api/v1/event", BATCH, "[" + trigger + ", {}]")
                        .body())
                .contains("event 2: `specversion`: expected 1.0");
        assertThat(installation.send("POST", "/api/v1/event", BATCH, "[]").status())
                .isEqualTo(400);
        assertThat(installation.log()).isEmpty();

        String unknown = trigger.replace("sockshop", "nowhere");
        ApiResponse response = installation.send("POST", "/api/v1/event", BATCH, "[" + unknown + "," + trigger + "]");
        assertThat(response.status()).isEqualTo(404);
        assertThat(response.body())
                .isEqualTo("[{\"code\":404,\"message\":\"there is no project `nowhere`\"},{\"keptnContext\":\""
                        + Installation.CONTEXT + "\"}]");
    }

    @Test
    void aBatchIsAsLongAsWhatIsDoneWithinARequest() {
        String many = "[" + "{},".repeat(50) + "{}]";
        ApiResponse response = installation.send("POST", "/api/v1/event", BATCH, many);
        assertThat(response.status()).isEqualTo(413);
        assertThat(response.body()).contains("the list has 51 events; it may have 50");
    }

    @ParameterizedTest
    @CsvSource({"sockshop, `data.project`", "carts, the name of a service"})
    void aNameThatIsTooLongForRowsIsSaidToBe(String name, String what) {
        String event = Installation.trigger().replace("\"" + name + "\"", "\"" + "x".repeat(3000) + "\"");
        ApiResponse response = installation.send("POST", "/api/v1/event", KEPTN, event);
        assertThat(response.status()).isEqualTo(400);
        assertThat(response.body()).contains(what + " has 3000 characters; it may have 200");
    }

    @Test
    void anAnswerEndsItsTaskInTheNameOfTheTaskServiceThatIsAsked() {
        String id = installation.asked("test");
        ApiResponse response = answer("1", "test", "finished", "https://pipeline.example", id);
        assertThat(response.status()).isEqualTo(200);
        assertThat(response.body()).isEqualTo("{\"keptnContext\":\"" + Installation.CONTEXT + "\"}");
        assertThat(answer("1", "test", "finished", "https://pipeline.example", id))
                .isEqualTo(response);
        assertThat(installation.log().get(installation.log().size() - 1))
                .isEqualTo("test.finished from jmeter warning: 2 of 12 are slow");
        assertThat(installation.controlPlane.log().after(Installation.PROJECT, Installation.CONTEXT, 0))
                .extracting(EventLog.Entry::event)
                .last()
                .satisfies(event -> assertThat(event.data())
                        .containsEntry("project", "sockshop")
                        .containsEntry("stage", "dev"));
        assertThat(answer("2", "test", "finished", "jmeter", id))
                .satisfies(late -> assertThat(late.status()).isEqualTo(409))
                .satisfies(late -> assertThat(late.body()).contains("`jmeter` has finished it already"));
        assertThat(answer("2", "test", "finished", "jmeter", id).status())
                .as("the same again")
                .isEqualTo(409);
    }

    @Test
    void whereSeveralHaveToAnswerTheSourceSaysWho() {
        String id = installation.asked("check");
        assertThat(answer("1", "check", "finished", "somebody", id).body())
                .contains("several task services answer `check`; say whose answer it is by `source`: jmeter, zap");
        assertThat(answer("2", "check", "finished", "zap", id).status()).isEqualTo(200);
        assertThat(answer("3", "check", "finished", "jmeter", id).status()).isEqualTo(200);
        assertThat(installation.machines).hasSize(2).last().asString().startsWith("succeed token-check");
    }

    private ApiResponse answer(String id, String task, String phase, String source, String triggeredId) {
        return installation.send(
                "POST", "/api/v1/event", STRUCTURED, ANSWER.formatted(id, task, phase, source, triggeredId));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"service\": \",\"",
                "\"service\": \"carts,,cart\"",
                "\"services\": [{\"artifact\": \"x\"}]",
                "\"services\": [\"carts\", 7]",
                "\"services\": [\" \"]"
            })
    void aServiceHasAName(String services) {
        String trigger = Installation.trigger().replace("\"service\": \"carts\"", services);
        ApiResponse response = installation.send("POST", "/api/v1/event", "application/json", trigger);
        assertThat(response.status()).isEqualTo(400);
        assertThat(response.body()).contains("a service has no name");
        assertThat(installation.log()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "sh.keptn.event.dev.delivery.finished | 400 | comes from the control plane alone",
                "sh.keptn.event.test.triggered | 400 | comes from the control plane alone; tasks are asked for by sequences",
                "sh.keptn.log.error | 400 | is no event about a task",
                "sh.keptn.event.test.finished | 404 | no task was asked for by an event `forged`",
                "sh.keptn.event.dev.delivery.triggered | 400 | the event has no `data.project`",
                " | 400 | the event has no attribute `type`"
            })
    void whatIsForgedOrMeantOtherwiseIsRefusedWithASentence(String type, int status, String message) {
        ApiResponse response = installation.send(
                "POST",
                "/api/v1/event",
                KEPTN,
                "{\"triggeredid\": \"forged\", \"data\": {\"result\": \"pass\", \"status\": \"succeeded\"}"
                        + (type == null ? "" : ", \"type\": \"" + type + "\"") + "}");
        assertThat(response.status()).isEqualTo(status);
        assertThat(Json.parseObject(response.body()))
                .containsEntry("code", (long) status)
                .extractingByKey("message")
                .asString()
                .contains(message);
        assertThat(installation.store.query("context#sockshop#" + Installation.CONTEXT, ""))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "application/json | { | 400 | the body is no JSON",
                "application/json | [1] | 400 | the body: expected a JSON object",
                "application/json | {\"type\": \"sh.keptn.event.test.finished\", \"triggeredid\": \"x\", \"data\": {\"result\": \"pass\"}} | 400 | no `data.status`; what finishes a task has a result",
                "application/json | {\"type\": \"x\", \"data\": \"y\"} | 400 | `data`: expected an object",
                "application/cloudevents+json | {\"type\": \"x\"} | 400 | `specversion`: expected 1.0",
                "application/cloudevents+json | {\"specversion\": \"1.0\", \"source\": \"x\", \"type\": \"x\"} | 400 | no attribute `id`",
                "text/plain | {} | 415 | expected application/json, application/cloudevents+json",
                "application/json | {\"type\": \"sh.keptn.event.dev.delivery.triggered\", \"data\": {\"project\": \"p\", \"service\": \"s\", \"stage\": \"qa\"}} | 400 | `data.stage` is `qa`, but `type` says `dev`"
            })
    void whatCannotBeReadIsRefused(String type, String body, int status, String message) {
        ApiResponse response = installation.send("POST", "/api/v1/event", type, body);
        assertThat(response.status()).isEqualTo(status);
        assertThat(response.body()).contains(message);
    }

    @Test
    void aBodyAboveTheLimitIsRefusedBeforeItIsRead() {
        ApiResponse response = installation.send("POST", "/api/v1/event", KEPTN, "ü".repeat(128 * 1024 + 1));
        assertThat(response.body())
                .isEqualTo("{\"code\":413,\"message\":\"the body has 262146 bytes; a request may have 262144\"}");
    }
}

package sh.keptn.lambda.publisher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import sh.keptn.controlplane.configuration.Configurations;
import sh.keptn.events.Json;
import sh.keptn.lambda.InvalidInputException;
import sh.keptn.lambda.Invocation;
import sh.keptn.lambda.Log;
import sh.keptn.translator.Plan;

/** Direct calls, and requests of stacks as CloudFormation's "Custom resource request objects" shows them. */
class PublishFunctionTest {

    private static final Instant NOW = Instant.parse("2026-03-01T10:00:00Z");

    /** 15 minutes less what the function keeps for its last step. */
    private static final Instant END = Instant.parse("2026-03-01T10:14:40Z");

    private static final String ARN = "arn:aws:lambda:eu-west-1:123456789012:function:keptn-publish:live";
    private static final String ANSWER_AT = "https://cloudformation-custom-resource-response.example/answer?signed";
    private static final String SHIPYARD = """
            apiVersion: spec.keptn.sh/0.2.2
            kind: Shipyard
            metadata:
              name: carts
            spec:
              stages:
                - name: dev
                  sequences:
                    - name: delivery
                      tasks:
                        - name: deployment
            """;
    private static final String BROKEN = "spec:\n  stages:\n    - sequences: 1\n";

    private final List<String> done = new ArrayList<>();
    private final Map<String, String> objects = new HashMap<>();
    private final Map<String, String> kept = new TreeMap<>();
    private boolean inTime = true;
    private @Nullable RuntimeException failure;
    private @Nullable RuntimeException cleanUpFailure;

    @Test
    void publishesAndCleansUp() {
        Map<String, @Nullable Object> answer = answer(publish(SHIPYARD));

        assertThat(Json.write(answer)).isEqualTo("""
                {"project":"carts","verdict":"done","diagnostics":[],"machines":[\
                {"stage":"dev","sequence":"delivery","name":"keptn-carts-dev-delivery"},\
                {"stage":"dev","sequence":"evaluation","name":"keptn-carts-dev-evaluation"}]}""");
        assertThat(done)
                .containsExactly(
                        "publish carts [keptn-carts-dev-delivery, keptn-carts-dev-evaluation] until " + END,
                        "cleanUp carts until " + END);
    }

    @Test
    void machinesAreNamedWhateverTheyAreNamedAfter() {
        String shipyard = SHIPYARD.replace("delivery", "artifact-delivery") + """
                      onFailure:
                        - name: rollback
            """;

        assertThat(String.valueOf(answer(publish(shipyard)).get("machines")))
                .contains("{stage=dev, sequence=artifact-delivery, name=keptn-carts-dev-artifact-delivery-")
                .contains(
                        "{stage=dev, sequence=artifact-delivery, companion=onFailure, name=keptn-carts-dev-artifact-delivery_on-failure-");
    }

    @Test
    void filesOfTheProjectAreKept() {
        Map<String, Object> payload = new HashMap<>(publish(SHIPYARD));
        payload.put("resources", Map.of("dev/carts/slo.yaml", "objectives: []"));

        assertThat(answer(payload)).containsEntry("verdict", "done");
        assertThat(kept).isEqualTo(Map.of("dev/carts/slo.yaml", "objectives: []", "shipyard.yaml", SHIPYARD));
    }

    @Test
    void filesThatAStackHasUploadedAreKept() throws IOException {
        ByteArrayOutputStream archive = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(archive)) {
            zip.putNextEntry(new ZipEntry("dev/carts/"));
            zip.putNextEntry(new ZipEntry("dev/carts/slo.yaml"));
            zip.write("objectives: []".getBytes(StandardCharsets.UTF_8));
        }
        objects.put("assets/1.yaml", SHIPYARD);
        objects.put("assets/2.zip", archive.toString(StandardCharsets.ISO_8859_1));
        Map<String, @Nullable Object> payload = stack("Create", null, "1.yaml");
        Map<String, @Nullable Object> properties = new HashMap<>(Json.child(payload, "ResourceProperties"));
        properties.put("Resources", "2.zip");
        payload.put("ResourceProperties", properties);

        call(payload);
        assertThat(kept).containsEntry("dev/carts/slo.yaml", "objectives: []").hasSize(2);
    }

    @Test
    void whatIsNoArchiveOrTooLargeIsRefused() throws IOException {
        ByteArrayOutputStream archive = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(archive)) {
            for (int i = 0; i <= 1_000; i++) {
                zip.putNextEntry(new ZipEntry(i + ".txt"));
            }
        }
        assertThatThrownBy(() -> ResourceArchive.read(archive.toByteArray()))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("at most 1000 files");
        assertThat(ResourceArchive.read(new byte[0])).isEmpty();
    }

    @Test
    void aPlanIsThereAlthoughTheCleaningUpBehindItFailed() {
        cleanUpFailure = new IllegalArgumentException("a bucket that is not there");

        assertThat(answer(publish(SHIPYARD))).containsEntry("verdict", "done");
    }

    @Test
    void filesWithErrorsAreAnsweredWithAllOfThemAndChangeNothing() {
        Map<String, @Nullable Object> answer = answer(publish(BROKEN));

        assertThat(answer).containsEntry("verdict", "invalid");
        assertThat((List<?>) answer.get("diagnostics"))
                .hasSizeGreaterThan(1)
                .allSatisfy(each -> assertThat(Json.object((Map<?, ?>) each))
                        .containsEntry("file", "shipyard.yaml")
                        .containsKeys("severity", "code", "line", "column", "message"));
        assertThat(done).isEmpty();
    }

    @Test
    void whatNobodyDoesOnAwsIsSaidWithThePlan() {
        Map<String, Object> payload = new HashMap<>(publish(SHIPYARD));
        payload.put("uniform", """
                kind: Uniform
                spec:
                  services:
                  - name: deployer
                    events: [deployment.triggered]
                    command: [./deploy]
                """);

        Map<String, @Nullable Object> answer = answer(payload);
        assertThat(answer).containsEntry("verdict", "done");
        assertThat((List<?>) answer.get("diagnostics"))
                .singleElement()
                .satisfies(each -> assertThat(Json.object((Map<?, ?>) each))
                        .containsEntry("code", "service-not-on-aws")
                        .containsEntry("file", "uniform.yaml")
                        .containsEntry("line", 4L));
    }

    @Test
    void whatTakesLongerThanAnInvocationIsContinuedWithTheFilesThatWereKept() {
        inTime = false;
        Map<String, Object> payload = new HashMap<>(publish(SHIPYARD));
        // More than an invocation takes that nobody waits for.
        payload.put("resources", Map.of("large.txt", "x".repeat(2_000_000)));

        assertThat(answer(payload)).containsEntry("verdict", "continues");
        String again = done.get(1);
        assertThat(again)
                .startsWith("invoke " + ARN + " {\"operation\":\"publish\"")
                .hasSizeLessThan(300);

        Map<String, @Nullable Object> rest = Json.parseObject(again.substring(again.indexOf('{')));
        Map<String, String> before = new TreeMap<>(kept);
        assertThat(answer(rest)).containsEntry("verdict", "continues");
        assertThat(done).hasSize(4);
        assertThat(Json.parseObject(done.get(3).substring(again.indexOf('{')))).isEqualTo(rest);
        inTime = true;
        assertThat(answer(rest)).containsEntry("verdict", "done");
        assertThat(done).last().asString().startsWith("cleanUp carts");
        assertThat(kept).isEqualTo(before);
    }

    @Test
    void whatWasPublishedMeanwhileIsNotReplaced() {
        inTime = false;
        answer(publish(SHIPYARD));
        String again = done.get(1);
        inTime = true;
        answer(publish(SHIPYARD.replace("deployment", "test")));
        done.clear();

        assertThat(answer(Json.parseObject(again.substring(again.indexOf('{')))))
                .containsEntry("verdict", "done");
        assertThat(done).isEmpty();
    }

    @Test
    void deletes() {
        Object answer = call(Map.of("operation", "delete", "project", "carts"));

        assertThat(answer).hasToString("{project=carts, verdict=done, diagnostics=[], machines=[]}");
        assertThat(done).containsExactly("delete carts until " + END);
    }

    @Test
    void aCallThatAsksForNothingKnownIsRefused() {
        assertThatThrownBy(() -> call(Map.of()))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("publish or delete");
        assertThatThrownBy(() -> call(Map.of("operation", "publish", "project", "carts")))
                .isInstanceOf(InvalidInputException.class)
                .hasMessage("`shipyard` is missing");
    }

    @Test
    void aStackIsToldWhenItsProjectIsThere() {
        objects.put("assets/1.yaml", SHIPYARD);

        assertThat(call(stack("Create", null, "1.yaml"))).isNull();
        assertThat(done)
                .hasSize(3)
                .last()
                .isEqualTo("answer " + ANSWER_AT + " {\"Status\":\"SUCCESS\",\"Reason\":\"\","
                        + "\"PhysicalResourceId\":\"keptn-project-carts\",\"StackId\":\"stack\",\"RequestId\":\"request\","
                        + "\"LogicalResourceId\":\"Project\"}");
    }

    @Test
    void aStackIsNotToldBeforeEverythingIsDone() {
        objects.put("assets/1.yaml", SHIPYARD);
        inTime = false;

        call(stack("Create", null, "1.yaml"));

        assertThat(done).hasSize(2).last().asString().startsWith("invoke " + ARN);
    }

    @Test
    void aStackWhoseFilesHaveErrorsIsToldThem() {
        objects.put("assets/1.yaml", BROKEN);

        call(stack("Update", "keptn-project-carts", "1.yaml"));

        assertThat(done)
                .singleElement()
                .asString()
                .contains("\"Status\":\"FAILED\"", "shipyard.yaml:3:", "stage-without-name");
    }

    @Test
    void aStackIsToldWhatFailed() {
        objects.put("assets/1.yaml", SHIPYARD);
        failure = new IllegalStateException("throttled for too long");

        call(stack("Update", "keptn-project-carts", "1.yaml"));

        assertThat(done)
                .last()
                .asString()
                .contains("\"Status\":\"FAILED\"", "throttled for too long", "\"keptn-project-carts\"");
    }

    @Test
    void aStackWhoseFilesAreGoneIsToldSo() {
        call(stack("Update", "keptn-project-carts", "1.yaml"));

        assertThat(done).singleElement().asString().contains("FAILED", "no object `1.yaml`");
    }

    @Test
    void aProjectThatAStackCouldNotCreateIsNotRemovedByItsRollback() {
        objects.put("assets/1.yaml", BROKEN);

        call(stack("Create", null, "1.yaml"));
        assertThat(done)
                .singleElement()
                .asString()
                .contains("\"PhysicalResourceId\":\"keptn-project-carts/not-created\"");

        done.clear();
        call(stack("Delete", "keptn-project-carts/not-created", "1.yaml"));
        assertThat(done).singleElement().asString().startsWith("answer ").contains("SUCCESS", "carts/not-created");
    }

    @Test
    void aStackThatGivesUpItsProjectRemovesIt() {
        call(stack("Delete", "keptn-project-carts", "1.yaml"));

        assertThat(done).hasSize(2).first().isEqualTo("delete carts until " + END);
        assertThat(done).last().asString().contains("SUCCESS");
    }

    private static Map<String, Object> publish(String shipyard) {
        return Map.of("operation", "publish", "project", "carts", "shipyard", shipyard);
    }

    private static Map<String, @Nullable Object> stack(String type, @Nullable String physicalId, String shipyard) {
        Map<String, @Nullable Object> payload = new HashMap<>(Map.of(
                "RequestType", type,
                "ResponseURL", ANSWER_AT,
                "StackId", "stack",
                "RequestId", "request",
                "ResourceType", "Custom::KeptnProject",
                "LogicalResourceId", "Project",
                "ResourceProperties",
                        Map.of("ServiceToken", ARN, "Project", "carts", "Bucket", "assets", "Shipyard", shipyard)));
        if (physicalId != null) {
            payload.put("PhysicalResourceId", physicalId);
        }
        return payload;
    }

    private Map<String, @Nullable Object> answer(Map<String, ? extends @Nullable Object> payload) {
        return call(payload) instanceof Map<?, ?> map ? Json.object(map) : Map.of();
    }

    private @Nullable Object call(Map<String, ? extends @Nullable Object> payload) {
        PublishFunction function = new PublishFunction(
                new RecordedProjects(),
                this::read,
                (arn, text) -> done.add("invoke " + arn + " " + text),
                (url, body) -> done.add("answer " + url + " " + body),
                Clock.fixed(NOW, ZoneOffset.UTC));
        Invocation invocation =
                new Invocation("id", ARN, () -> Duration.ofMinutes(15), new Log(line -> {}, "publish", "id"));
        return function.apply(new HashMap<>(payload), invocation);
    }

    private byte[] read(String bucket, String key) {
        String text = objects.get(bucket + "/" + key);
        if (text == null) {
            throw new InvalidInputException("no object `" + key + "` in the bucket " + bucket);
        }
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    private final class RecordedProjects implements Projects {
        @Override
        public void keep(String project, Map<String, byte[]> files) {
            files.forEach((path, content) -> kept.put(path, new String(content, StandardCharsets.UTF_8)));
        }

        @Override
        public Map<String, byte[]> kept(String project, String version) {
            Map<String, byte[]> files = new TreeMap<>();
            kept.forEach((path, content) -> files.put(path, content.getBytes(StandardCharsets.UTF_8)));
            return Configurations.versionOf(files).equals(version) ? files : Map.of();
        }

        @Override
        public boolean publish(Plan plan, Instant end) {
            List<String> machines =
                    plan.stateMachines().stream().map(Plan.StateMachine::name).toList();
            return did("publish " + plan.project() + " " + machines + " until " + end);
        }

        @Override
        public boolean delete(String project, Instant end) {
            return did("delete " + project + " until " + end);
        }

        @Override
        public boolean cleanUp(String project, Instant end) {
            if (cleanUpFailure != null) {
                throw cleanUpFailure;
            }
            return did("cleanUp " + project + " until " + end);
        }

        private boolean did(String what) {
            done.add(what);
            if (failure != null) {
                throw failure;
            }
            return inTime;
        }
    }
}

package sh.keptn.lambda.publisher;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import sh.keptn.events.Json;
import sh.keptn.lambda.InvalidInputException;
import sh.keptn.translator.SourceFile;

/**
 * A request of a CloudFormation stack for a project that it declares as custom resource, with the properties {@code Project},
 * {@code Bucket}, {@code Shipyard}, {@code Uniform} and {@code Resources} (keys of objects; the last is a zip archive). CloudFormation, "Custom resource request objects".
 */
record StackRequest(Map<String, @Nullable Object> payload) {

    private static final String PREFIX = "keptn-project-";

    /** Part of the physical id of a project that the stack could not create, and must not remove when it rolls back. */
    private static final String NOT_CREATED = "/not-created";

    /** A reason in an answer, which has at most 4,096 bytes. */
    private static final int REASON_LIMIT = 1_000;

    static boolean is(Map<String, @Nullable Object> payload) {
        return payload.get("ResponseURL") instanceof String && payload.get("RequestType") instanceof String;
    }

    String answerAt() {
        return Request.required(payload, "ResponseURL");
    }

    /** What is asked for; null for the removal of what was never created. */
    @Nullable
    Request request(UploadedFiles files) {
        Map<String, @Nullable Object> properties = Json.child(payload, "ResourceProperties");
        String project = Request.required(properties, "Project");
        String type = Request.required(payload, "RequestType");
        return switch (type) {
            case "Create", "Update" -> publish(project, properties, files);
            case "Delete" ->
                String.valueOf(payload.get("PhysicalResourceId")).endsWith(NOT_CREATED)
                        ? null
                        : new Request.Delete(project);
            default ->
                throw new InvalidInputException(
                        "`RequestType`: expected Create, Update or Delete, found `" + type + "`");
        };
    }

    private static Request publish(String project, Map<String, @Nullable Object> properties, UploadedFiles files) {
        String bucket = Request.required(properties, "Bucket");
        String shipyard = text(files.read(bucket, Request.required(properties, "Shipyard")));
        String uniform = Json.text(properties, "Uniform");
        String resources = Json.text(properties, "Resources");
        return new Request.Publish(
                project,
                new SourceFile("shipyard.yaml", shipyard),
                uniform == null ? null : new SourceFile("uniform.yaml", text(files.read(bucket, uniform))),
                resources == null ? Map.of() : ResourceArchive.read(files.read(bucket, resources)));
    }

    private static String text(byte[] content) {
        return new String(content, StandardCharsets.UTF_8);
    }

    String succeeded() {
        return answer("SUCCESS", "", "");
    }

    /** @param reason is cut where it is too long; the log has all of it */
    String failed(String reason) {
        boolean creating = "Create".equals(payload.get("RequestType"));
        String cut = reason.length() <= REASON_LIMIT
                ? reason
                : reason.substring(0, REASON_LIMIT) + "... (the function's log has all)";
        return answer("FAILED", cut, creating ? NOT_CREATED : "");
    }

    private String answer(String status, String reason, String suffix) {
        Map<String, @Nullable Object> answer = new LinkedHashMap<>();
        answer.put("Status", status);
        answer.put("Reason", reason);
        String known = Json.text(payload, "PhysicalResourceId");
        boolean deleting = "Delete".equals(payload.get("RequestType"));
        String project = Json.text(Json.child(payload, "ResourceProperties"), "Project");
        answer.put("PhysicalResourceId", deleting && known != null ? known : PREFIX + project + suffix);
        answer.put("StackId", payload.get("StackId"));
        answer.put("RequestId", payload.get("RequestId"));
        answer.put("LogicalResourceId", payload.get("LogicalResourceId"));
        return Json.write(answer);
    }
}

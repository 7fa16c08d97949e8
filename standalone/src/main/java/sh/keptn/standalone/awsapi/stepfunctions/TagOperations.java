package sh.keptn.standalone.awsapi.stepfunctions;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import sh.keptn.standalone.awsapi.protocol.AwsError;
import sh.keptn.standalone.awsapi.protocol.Caller;
import sh.keptn.standalone.awsapi.protocol.Operation;
import sh.keptn.standalone.awsapi.protocol.Parameters;
import sh.keptn.standalone.awsapi.tags.Tags;

/** The tags of state machines. */
final class TagOperations {

    private static final int LIMIT = 50;

    private final Tags tags;
    private final MachineTables machines;

    TagOperations(Tags tags, MachineTables machines) {
        this.tags = tags;
        this.machines = machines;
    }

    Map<String, Operation> operations() {
        return Map.of(
                "TagResource", this::tag,
                "UntagResource", this::untag,
                "ListTagsForResource", this::list);
    }

    private Map<String, ? extends @Nullable Object> tag(Caller caller, Parameters request) {
        String arn = resource(request);
        if (!tags.add(arn, read(request.children("tags")), LIMIT)) {
            throw tooMany();
        }
        return Map.of();
    }

    private Map<String, ? extends @Nullable Object> untag(Caller caller, Parameters request) {
        tags.remove(resource(request), request.texts("tagKeys"));
        return Map.of();
    }

    private Map<String, ? extends @Nullable Object> list(Caller caller, Parameters request) {
        List<Map<String, String>> all = tags.of(resource(request)).entrySet().stream()
                .map(tag -> Map.of("key", tag.getKey(), "value", tag.getValue()))
                .toList();
        return Map.of("tags", all);
    }

    private String resource(Parameters request) {
        Arn arn = Arn.readMachine(request.text("resourceArn", MachineOperations.ARN_LIMIT));
        if (arn.isQualified() || machines.find(arn).isEmpty()) {
            throw new AwsError("ResourceNotFound", "Resource not found: '" + arn.text() + "'")
                    .with("resourceName", arn.text());
        }
        return arn.text();
    }

    /** The tags of a request. */
    static Map<String, String> read(List<Parameters> given) {
        Map<String, String> read = new LinkedHashMap<>();
        for (Parameters tag : given) {
            String value = tag.optionalText("value", 0, 256);
            read.put(tag.text("key", 128), value == null ? "" : value);
        }
        if (read.size() > LIMIT) {
            throw tooMany();
        }
        return read;
    }

    private static AwsError tooMany() {
        return new AwsError("TooManyTags", "A resource can have at most " + LIMIT + " tags");
    }
}

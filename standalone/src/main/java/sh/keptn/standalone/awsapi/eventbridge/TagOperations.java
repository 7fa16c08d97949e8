package sh.keptn.standalone.awsapi.eventbridge;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import sh.keptn.standalone.awsapi.protocol.AwsError;
import sh.keptn.standalone.awsapi.protocol.Caller;
import sh.keptn.standalone.awsapi.protocol.Operation;
import sh.keptn.standalone.awsapi.protocol.Parameters;
import sh.keptn.standalone.awsapi.tags.Tags;

/** The tags of buses and rules. */
final class TagOperations {

    private static final int LIMIT = 50;

    private final Tags tags;
    private final RuleTables tables;

    TagOperations(Tags tags, RuleTables tables) {
        this.tags = tags;
        this.tables = tables;
    }

    Map<String, Operation> operations() {
        return Map.of(
                "TagResource", this::tag,
                "UntagResource", this::untag,
                "ListTagsForResource", this::list);
    }

    private Map<String, ? extends @Nullable Object> tag(Caller caller, Parameters request) {
        if (!tags.add(resource(request), read(request.children("Tags")), LIMIT)) {
            throw tooMany();
        }
        return Map.of();
    }

    private Map<String, ? extends @Nullable Object> untag(Caller caller, Parameters request) {
        tags.remove(resource(request), request.texts("TagKeys"));
        return Map.of();
    }

    private Map<String, ? extends @Nullable Object> list(Caller caller, Parameters request) {
        List<Map<String, String>> all = tags.of(resource(request)).entrySet().stream()
                .map(tag -> Map.of("Key", tag.getKey(), "Value", tag.getValue()))
                .toList();
        return Map.of("Tags", all);
    }

    private String resource(Parameters request) {
        String arn = request.text("ResourceARN", 1600);
        Caller owner = Caller.owning(arn);
        if (owner != null && exists(owner, arn.split(":", 6)[5])) {
            return arn;
        }
        throw new AwsError("ResourceNotFoundException", "Resource " + arn + " does not exist.");
    }

    private boolean exists(Caller owner, String resource) {
        if (resource.startsWith(BusName.BUS)) {
            return tables.bus(new BusName(owner, resource.substring(BusName.BUS.length())))
                    .isPresent();
        }
        int name = resource.lastIndexOf('/');
        if (!resource.startsWith("rule/")) {
            return false;
        }
        String bus = name <= 4 ? BusName.DEFAULT : resource.substring(5, name);
        return tables.rule(new BusName(owner, bus), resource.substring(name + 1))
                .isPresent();
    }

    /** The tags of a request. */
    static Map<String, String> read(List<Parameters> given) {
        Map<String, String> read = new LinkedHashMap<>();
        for (Parameters tag : given) {
            String value = tag.optionalText("Value", 0, 256);
            read.put(tag.text("Key", 128), value == null ? "" : value);
        }
        if (read.size() > LIMIT) {
            throw tooMany();
        }
        return read;
    }

    private static AwsError tooMany() {
        return new AwsError("LimitExceededException", "A resource can have at most " + LIMIT + " tags.");
    }
}

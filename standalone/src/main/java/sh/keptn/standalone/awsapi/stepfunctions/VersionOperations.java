package sh.keptn.standalone.awsapi.stepfunctions;

import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import sh.keptn.standalone.awsapi.protocol.AwsError;
import sh.keptn.standalone.awsapi.protocol.Caller;
import sh.keptn.standalone.awsapi.protocol.Operation;
import sh.keptn.standalone.awsapi.protocol.Page;
import sh.keptn.standalone.awsapi.protocol.Parameters;
import sh.keptn.standalone.awsapi.protocol.Times;
import sh.keptn.standalone.awsapi.stepfunctions.MachineTables.Version;

/** Publishes, shows and deletes versions of state machines. */
final class VersionOperations {

    private static final int ARN_LIMIT = 2000;
    private static final String INITIAL = "INITIAL";

    private final MachineTables tables;
    private final Clock clock;

    VersionOperations(MachineTables tables, Clock clock) {
        this.tables = tables;
        this.clock = clock;
    }

    Map<String, Operation> operations() {
        return Map.of(
                "PublishStateMachineVersion", this::publish,
                "ListStateMachineVersions", this::list,
                "DeleteStateMachineVersion", this::delete);
    }

    private Map<String, ? extends @Nullable Object> publish(Caller caller, Parameters request) {
        Arn arn = machine(request, MachineOperations.ARN_LIMIT);
        String expected = request.optionalText("revisionId", 0, ARN_LIMIT);
        String description = request.optionalText("description", 0, 256);
        MachineTables.Found found = tables.update(
                        arn,
                        current -> {
                            String shown = Objects.requireNonNullElse(current.shownId(), INITIAL);
                            if (expected != null && !expected.isEmpty() && !expected.equals(shown)) {
                                throw new AwsError(
                                        "ConflictException",
                                        "The current revision of " + arn.text() + " is " + shown + ", not " + expected);
                            }
                            return current;
                        },
                        true,
                        description,
                        clock.instant().truncatedTo(ChronoUnit.MILLIS))
                .orElseThrow(() -> MachineOperations.missing(arn));
        Version version = Objects.requireNonNull(found.version());
        Map<String, @Nullable Object> answer = new LinkedHashMap<>();
        answer.put("creationDate", Times.seconds(version.created()));
        answer.put("stateMachineVersionArn", version.arn().text());
        return answer;
    }

    private Map<String, ? extends @Nullable Object> list(Caller caller, Parameters request) {
        Arn arn = machine(request, MachineOperations.ARN_LIMIT);
        if (tables.find(arn).isEmpty()) {
            throw MachineOperations.missing(arn);
        }
        Page<Version> page = Page.of(
                tables.versions(arn),
                request.count("maxResults", MachineOperations.PAGE_LIMIT, MachineOperations.PAGE),
                request.optionalText("nextToken", 1, 1024),
                "versions " + arn.text(),
                MachineOperations.invalidToken());
        List<Object> versions = new ArrayList<>();
        for (Version version : page.items()) {
            Map<String, @Nullable Object> each = new LinkedHashMap<>();
            each.put("stateMachineVersionArn", version.arn().text());
            each.put("creationDate", Times.seconds(version.created()));
            versions.add(each);
        }
        Map<String, @Nullable Object> answer = new LinkedHashMap<>();
        answer.put("stateMachineVersions", versions);
        answer.put("nextToken", page.next());
        return answer;
    }

    /** Executions of the version go on; one that is not there is no error. */
    private Map<String, ? extends @Nullable Object> delete(Caller caller, Parameters request) {
        Arn arn = Arn.readMachine(request.text("stateMachineVersionArn", ARN_LIMIT));
        if (arn.number() < 0) {
            throw new AwsError("ValidationException", "Not the ARN of a version: " + arn.text());
        }
        tables.deleteVersion(arn);
        return Map.of();
    }

    private static Arn machine(Parameters request, int limit) {
        Arn arn = Arn.readMachine(request.text("stateMachineArn", limit));
        if (arn.isQualified()) {
            throw new AwsError("ValidationException", "Not the ARN of a state machine itself: " + arn.text());
        }
        return arn;
    }
}

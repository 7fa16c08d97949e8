package sh.keptn.standalone.awsapi.stepfunctions;

import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import sh.keptn.standalone.awsapi.protocol.AwsError;
import sh.keptn.standalone.awsapi.protocol.Caller;
import sh.keptn.standalone.awsapi.protocol.Operation;
import sh.keptn.standalone.awsapi.protocol.Page;
import sh.keptn.standalone.awsapi.protocol.Parameters;
import sh.keptn.standalone.awsapi.protocol.Times;
import sh.keptn.standalone.awsapi.stepfunctions.MachineTables.Found;
import sh.keptn.standalone.awsapi.stepfunctions.MachineTables.Machine;
import sh.keptn.standalone.engine.EmbeddedEngine;
import sh.keptn.standalone.engine.InvalidDefinitionException;

/** Creates, changes, shows and deletes state machines. */
final class MachineOperations {

    static final int ARN_LIMIT = 256;
    static final int PAGE = 100;
    static final int PAGE_LIMIT = 1000;

    private static final int DEFINITION_LIMIT = 1_048_576;
    private static final int DESCRIPTION_LIMIT = 256;
    private static final int DIAGNOSTICS = 100;

    /** As the embedded engine has it. */
    private static final Pattern NAME = Pattern.compile(
            "[^\\s\\p{Cc}\\p{Cs}\\uFFFE\\uFFFF\\x{10000}-\\x{10FFFF}" + "<>{}\\[\\]?*\"#%\\\\^|~`$&,;:/]{1,80}");

    private final MachineTables tables;
    private final EmbeddedEngine engine;
    private final Clock clock;

    MachineOperations(MachineTables tables, EmbeddedEngine engine, Clock clock) {
        this.tables = tables;
        this.engine = engine;
        this.clock = clock;
    }

    Map<String, Operation> operations() {
        return Map.of(
                "CreateStateMachine", this::create,
                "UpdateStateMachine", this::update,
                "DescribeStateMachine", this::describe,
                "ListStateMachines", this::list,
                "DeleteStateMachine", this::delete,
                "ValidateStateMachineDefinition", this::validate);
    }

    private Map<String, ? extends @Nullable Object> create(Caller caller, Parameters request) {
        String name = name(request, "name");
        String definition = request.text("definition", DEFINITION_LIMIT);
        String role = role(request.text("roleArn", ARN_LIMIT));
        checkType(request);
        boolean publish = request.flag("publish");
        String description = description(request, publish);
        Map<String, String> tags = TagOperations.read(request.children("tags"));
        check(definition);
        Instant now = now();
        Revision first = new Revision(
                UUID.randomUUID().toString(), true, definition, role, request.only(Revision.SETTINGS), now);
        Arn arn = Arn.machine(caller, name);
        Found found = tables.create(arn, first, publish, description, tags);
        // AWS compares neither role nor tags.
        boolean same = found.revision().definition().equals(definition)
                && found.revision().settings().equals(first.settings())
                && (!publish || isVersion(found, description));
        if (!same) {
            throw new AwsError("StateMachineAlreadyExists", "State Machine Already Exists: '" + arn.text() + "'");
        }
        Map<String, @Nullable Object> answer = new LinkedHashMap<>();
        answer.put("stateMachineArn", arn.text());
        answer.put("creationDate", Times.seconds(found.machine().created()));
        answer.put("stateMachineVersionArn", publish ? versionArn(found) : null);
        return answer;
    }

    private static boolean isVersion(Found found, @Nullable String description) {
        return found.version() != null && Objects.equals(found.version().description(), description);
    }

    private static @Nullable String versionArn(Found found) {
        return found.version() == null ? null : found.version().arn().text();
    }

    private Map<String, ? extends @Nullable Object> update(Caller caller, Parameters request) {
        Arn arn = Arn.readMachine(request.text("stateMachineArn", ARN_LIMIT));
        if (arn.isQualified()) {
            throw new AwsError("ValidationException", "A version or alias cannot be updated: " + arn.text());
        }
        String definition = request.optionalText("definition", 1, DEFINITION_LIMIT);
        String role = request.optionalText("roleArn", 1, ARN_LIMIT);
        Map<String, @Nullable Object> settings = request.only(Revision.SETTINGS);
        if (definition == null && role == null && settings.isEmpty()) {
            throw new AwsError(
                    "MissingRequiredParameter",
                    "Either the definition, the role ARN or a configuration must be specified");
        }
        boolean publish = request.flag("publish");
        String description = description(request, publish);
        if (definition != null) {
            check(definition);
        }
        String newRole = role == null ? null : role(role);
        Instant now = now();
        String id = UUID.randomUUID().toString();
        Found found = tables.update(
                        arn,
                        before -> {
                            Map<String, @Nullable Object> all = new LinkedHashMap<>(before.settings());
                            all.putAll(settings);
                            Revision after = new Revision(
                                    id,
                                    false,
                                    definition == null ? before.definition() : definition,
                                    newRole == null ? before.roleArn() : newRole,
                                    all,
                                    now);
                            return after.sameAs(before) ? before : after;
                        },
                        publish,
                        description,
                        now)
                .orElseThrow(() -> missing(arn));
        Map<String, @Nullable Object> answer = new LinkedHashMap<>();
        answer.put("updateDate", Times.seconds(now));
        answer.put("revisionId", found.revision().shownId());
        answer.put("stateMachineVersionArn", versionArn(found));
        return answer;
    }

    private Map<String, ? extends @Nullable Object> describe(Caller caller, Parameters request) {
        Arn arn = Arn.readMachine(request.text("stateMachineArn", ARN_LIMIT));
        Found found = tables.find(arn).orElseThrow(() -> missing(arn));
        Map<String, @Nullable Object> answer = new LinkedHashMap<>();
        answer.put("stateMachineArn", arn.text());
        answer.put("name", arn.machine());
        answer.put("status", found.machine().deleting() ? "DELETING" : "ACTIVE");
        answer.put("definition", found.revision().definition());
        answer.put("roleArn", found.revision().roleArn());
        answer.put("type", "STANDARD");
        answer.put(
                "creationDate",
                Times.seconds(
                        found.version() == null
                                ? found.machine().created()
                                : found.version().created()));
        answer.putAll(settings(found.revision()));
        answer.put("revisionId", found.revision().shownId());
        if (arn.isQualified() && found.version() != null) {
            answer.put("description", found.version().description());
        }
        return answer;
    }

    /** What AWS shows of the settings, also where nobody has set them. */
    static Map<String, @Nullable Object> settings(Revision revision) {
        Map<String, @Nullable Object> settings = new LinkedHashMap<>();
        settings.put("loggingConfiguration", Map.of("level", "OFF", "includeExecutionData", false));
        settings.put("tracingConfiguration", Map.of("enabled", false));
        settings.putAll(revision.settings());
        return settings;
    }

    private Map<String, ? extends @Nullable Object> list(Caller caller, Parameters request) {
        Page<Machine> page = Page.of(
                tables.all(caller.arn("states", Arn.MACHINE + ":")),
                request.count("maxResults", PAGE_LIMIT, PAGE),
                request.optionalText("nextToken", 1, 1024),
                "machines",
                invalidToken());
        List<Object> machines = new ArrayList<>();
        for (Machine machine : page.items()) {
            Map<String, @Nullable Object> each = new LinkedHashMap<>();
            each.put("stateMachineArn", machine.arn().text());
            each.put("name", machine.arn().machine());
            each.put("type", "STANDARD");
            each.put("creationDate", Times.seconds(machine.created()));
            machines.add(each);
        }
        Map<String, @Nullable Object> answer = new LinkedHashMap<>();
        answer.put("stateMachines", machines);
        answer.put("nextToken", page.next());
        return answer;
    }

    /** A state machine that is not there is no error; one of which something runs is kept until that has ended. */
    private Map<String, ? extends @Nullable Object> delete(Caller caller, Parameters request) {
        Arn arn = Arn.readMachine(request.text("stateMachineArn", ARN_LIMIT));
        if (arn.isQualified()) {
            throw new AwsError(
                    "ValidationException", "A version is deleted with DeleteStateMachineVersion: " + arn.text());
        }
        tables.delete(arn);
        return Map.of();
    }

    private Map<String, ? extends @Nullable Object> validate(Caller caller, Parameters request) {
        String definition = request.text("definition", DEFINITION_LIMIT);
        request.word("severity", List.of("ERROR", "WARNING"));
        int limit = request.count("maxResults", DIAGNOSTICS, DIAGNOSTICS);
        List<String> problems = "EXPRESS".equals(request.word("type", List.of("STANDARD", "EXPRESS")))
                ? List.of("Express workflows are not supported, only STANDARD is")
                : problems(definition);
        List<Object> diagnostics = new ArrayList<>();
        for (String problem : problems.subList(0, Math.min(limit, problems.size()))) {
            diagnostics.add(Map.of("severity", "ERROR", "code", "SCHEMA_VALIDATION_FAILED", "message", problem));
        }
        return Map.of(
                "result",
                problems.isEmpty() ? "OK" : "FAIL",
                "diagnostics",
                diagnostics,
                "truncated",
                problems.size() > limit);
    }

    private List<String> problems(String definition) {
        try {
            engine.check(definition);
            return List.of();
        } catch (InvalidDefinitionException e) {
            return e.problems();
        }
    }

    private void check(String definition) {
        List<String> problems = problems(definition);
        if (!problems.isEmpty()) {
            throw new AwsError(
                    "InvalidDefinition",
                    "Invalid State Machine Definition: 'SCHEMA_VALIDATION_FAILED: " + String.join("; ", problems)
                            + "'");
        }
    }

    private static void checkType(Parameters request) {
        if ("EXPRESS".equals(request.word("type", List.of("STANDARD", "EXPRESS")))) {
            throw new AwsError("StateMachineTypeNotSupported", "Express workflows are not supported, only STANDARD is");
        }
    }

    private static @Nullable String description(Parameters request, boolean publish) {
        String description = request.optionalText("versionDescription", 0, DESCRIPTION_LIMIT);
        if (description != null && !publish) {
            throw new AwsError(
                    "ValidationException", "Version description can only be set when publish is set to true");
        }
        return description;
    }

    private static String role(String arn) {
        if (!arn.startsWith("arn:")) {
            throw Arn.invalid("Invalid Role Arn: " + arn);
        }
        return arn;
    }

    /** A name of a state machine or of an execution. */
    static String name(Parameters request, String member) {
        String name = request.text(member, 80);
        if (!NAME.matcher(name).matches()) {
            throw new AwsError("InvalidName", "Invalid Name: '" + name + "'");
        }
        return name;
    }

    static AwsError missing(Arn arn) {
        return new AwsError("StateMachineDoesNotExist", "State Machine Does Not Exist: '" + arn.text() + "'");
    }

    static AwsError deleting(Arn arn) {
        return new AwsError("StateMachineDeleting", "State Machine is being deleted: '" + arn.text() + "'");
    }

    static AwsError invalidToken() {
        return new AwsError("InvalidToken", "Invalid Token: 'Invalid token'");
    }

    /** As precise as AWS shows it. */
    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MILLIS);
    }
}

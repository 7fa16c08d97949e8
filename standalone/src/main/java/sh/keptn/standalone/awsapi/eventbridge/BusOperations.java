package sh.keptn.standalone.awsapi.eventbridge;

import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import sh.keptn.standalone.awsapi.eventbridge.RuleTables.Bus;
import sh.keptn.standalone.awsapi.protocol.AwsError;
import sh.keptn.standalone.awsapi.protocol.Caller;
import sh.keptn.standalone.awsapi.protocol.Operation;
import sh.keptn.standalone.awsapi.protocol.Page;
import sh.keptn.standalone.awsapi.protocol.Parameters;
import sh.keptn.standalone.awsapi.protocol.Times;

/** Creates, shows and deletes event buses. */
final class BusOperations {

    private static final int PAGE = 100;

    private final RuleTables tables;
    private final Clock clock;

    BusOperations(RuleTables tables, Clock clock) {
        this.tables = tables;
        this.clock = clock;
    }

    Map<String, Operation> operations() {
        return Map.of(
                "CreateEventBus", this::create,
                "DescribeEventBus", this::describe,
                "ListEventBuses", this::list,
                "DeleteEventBus", this::delete);
    }

    private Map<String, ? extends @Nullable Object> create(Caller caller, Parameters request) {
        String name = request.text("Name", 256);
        String description = request.optionalText("Description", 0, 512);
        BusName bus = BusName.of(caller, name);
        if (name.contains("/") || !bus.name().equals(name)) {
            throw new AwsError("ValidationException", "Event bus name " + name + " is not valid.");
        }
        boolean created = !bus.isDefault()
                && tables.addBus(
                        bus,
                        description,
                        clock.instant().truncatedTo(ChronoUnit.MILLIS),
                        TagOperations.read(request.children("Tags")));
        if (!created) {
            throw new AwsError("ResourceAlreadyExistsException", "Event bus " + name + " already exists.");
        }
        Map<String, @Nullable Object> answer = new LinkedHashMap<>();
        answer.put("EventBusArn", bus.arn());
        answer.put("Description", description);
        return answer;
    }

    private Map<String, ? extends @Nullable Object> describe(Caller caller, Parameters request) {
        BusName name = BusName.of(caller, request.optionalText("Name", 1, 1600));
        return show(tables.bus(name).orElseThrow(name::missing));
    }

    private static Map<String, @Nullable Object> show(Bus bus) {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("Name", bus.name().name());
        json.put("Arn", bus.name().arn());
        json.put("Description", bus.description());
        json.put("CreationTime", Times.seconds(bus.created()));
        json.put("LastModifiedTime", Times.seconds(bus.created()));
        json.values().removeIf(value -> value == null);
        return json;
    }

    private Map<String, ? extends @Nullable Object> list(Caller caller, Parameters request) {
        String prefix = request.optionalText("NamePrefix", 1, 256);
        List<Bus> all = new ArrayList<>();
        all.add(new Bus(new BusName(caller, BusName.DEFAULT), null, null));
        all.addAll(tables.buses(caller));
        all.removeIf(bus -> prefix != null && !bus.name().name().startsWith(prefix));
        Page<Bus> page = Page.of(
                all,
                request.count("Limit", PAGE, PAGE),
                request.optionalText("NextToken", 1, 2048),
                "buses",
                invalidToken());
        Map<String, @Nullable Object> answer = new LinkedHashMap<>();
        answer.put("EventBuses", page.items().stream().map(BusOperations::show).toList());
        answer.put("NextToken", page.next());
        return answer;
    }

    /** One that is not there is no error. */
    private Map<String, ? extends @Nullable Object> delete(Caller caller, Parameters request) {
        BusName bus = BusName.of(caller, request.text("Name", 256));
        if (bus.isDefault()) {
            throw new AwsError("ValidationException", "Cannot delete event bus default.");
        }
        if (!tables.removeBus(bus)) {
            throw new AwsError("ValidationException", "Event bus can't be deleted since it has rules.");
        }
        return Map.of();
    }

    static AwsError invalidToken() {
        return new AwsError("ValidationException", "Parameter NextToken is not valid. Reason: Invalid token.");
    }
}

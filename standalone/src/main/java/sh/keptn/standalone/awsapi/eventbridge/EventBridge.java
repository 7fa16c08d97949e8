package sh.keptn.standalone.awsapi.eventbridge;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import sh.keptn.standalone.awsapi.protocol.Caller;
import sh.keptn.standalone.awsapi.protocol.Operation;
import sh.keptn.standalone.awsapi.protocol.Service;
import sh.keptn.standalone.awsapi.tags.Tags;
import sh.keptn.standalone.bus.DurableBus;
import sh.keptn.standalone.database.Database;
import sh.keptn.standalone.time.Timeline;

/** Amazon EventBridge on the durable bus: buses, rules with patterns or rates, and three kinds of targets. */
public final class EventBridge {

    /** A request of the largest entries, with what JSON adds to them. */
    private static final int BODY_LIMIT = 4 * 1024 * 1024;

    private final Map<String, Operation> operations = new HashMap<>();
    private final Deliveries deliveries;
    private final Schedules schedules;
    private final DurableBus bus;

    /** Creates the tables where there are none. */
    public EventBridge(Database database, Timeline timeline, Tags tags, Targets targets) {
        RuleTables tables = new RuleTables(database);
        this.deliveries = new Deliveries(tables, targets, timeline.clock());
        this.schedules = new Schedules(tables, deliveries, timeline);
        this.bus = new DurableBus(database, timeline, deliveries.subscribers());
        deliveries.use(bus);
        RuleOperations rules = new RuleOperations(tables, deliveries, schedules, timeline.clock());
        for (Map<String, Operation> group : List.of(
                new EventOperations(tables, deliveries).operations(),
                new BusOperations(tables, timeline.clock()).operations(),
                rules.operations(),
                new TargetOperations(tables, rules).operations(),
                new TagOperations(tags, tables).operations())) {
            operations.putAll(group);
        }
    }

    /** What is served. */
    public Service service() {
        return new Service("AWSEvents", "1.1", BODY_LIMIT, operations);
    }

    /** Continues the deliveries that an earlier process left, and sets the timers; call once, when targets can work. */
    public void recover() {
        bus.recover();
        schedules.start();
    }

    /** Puts an event of an AWS service on the default bus of an account and region. */
    public void put(
            Caller owner,
            String id,
            String source,
            String detailType,
            String resource,
            Map<String, ? extends @Nullable Object> detail) {
        deliveries.put(List.of(new Deliveries.Incoming(
                new BusName(owner, BusName.DEFAULT),
                deliveries.envelope(owner, id, source, detailType, List.of(resource), detail))));
    }

    /** Keeps an invocation of a function and does it afterwards, as Lambda does with those of the type Event. */
    public void invokeLater(String functionArn, String payload) {
        deliveries.putInvocation(functionArn, payload);
    }
}

package sh.keptn.controlplane.rows;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import sh.keptn.controlplane.ports.Store.Key;
import sh.keptn.controlplane.queue.StageQueue;

/** The leases of one stage. Every change of its queue writes this row; who waits has a {@link TicketRow}. */
public record StageRow(String project, String stage, StageQueue queue) {

    public static final Table<StageRow> TABLE =
            new Table<>(row -> key(row.project(), row.stage()), row -> null, StageRow::encode, StageRow::decode);

    /** Where the row lies. */
    public static Key key(String project, String stage) {
        return new Key(partition(project, stage), "queue");
    }

    /** The partition that also holds the tickets. */
    public static String partition(String project, String stage) {
        return "stage#" + project + "#" + stage;
    }

    /** The same stage after a step. */
    public StageRow with(StageQueue after) {
        return new StageRow(project, stage, after);
    }

    private Map<String, @Nullable Object> encode() {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("project", project);
        json.put("stage", stage);
        // In few bytes: thousands of services may have to fit into one item of the store.
        Map<String, @Nullable Object> leases = new TreeMap<>();
        queue.leases().forEach((service, lease) -> leases.put(service, List.of(lease.context(), lease.count())));
        json.put("leases", leases);
        json.put("waitedFor", new TreeMap<>(queue.waitedFor()));
        json.put("nextTicket", queue.nextTicket());
        json.put("outside", queue.outside());
        return json;
    }

    private static StageRow decode(Map<String, @Nullable Object> json) {
        Fields fields = new Fields(json);
        Map<String, StageQueue.Lease> leases = new LinkedHashMap<>();
        Fields held = new Fields(fields.object("leases"));
        for (String service : held.all().keySet()) {
            List<String> lease = held.texts(service);
            leases.put(service, new StageQueue.Lease(lease.get(0), Integer.parseInt(lease.get(1))));
        }
        Map<String, Integer> waitedFor = new LinkedHashMap<>();
        Fields counts = new Fields(fields.object("waitedFor"));
        counts.all().keySet().forEach(service -> waitedFor.put(service, counts.integer(service)));
        return new StageRow(
                fields.text("project"),
                fields.text("stage"),
                new StageQueue(leases, waitedFor, fields.number("nextTicket"), fields.number("outside")));
    }
}

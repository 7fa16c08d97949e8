package sh.keptn.controlplane.rows;

import java.util.ArrayList;
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
        List<@Nullable Object> leases = new ArrayList<>();
        queue.leases().entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .forEach(lease -> leases.add(Map.of(
                        "service", lease.getKey(),
                        "context", lease.getValue().context(),
                        "count", lease.getValue().count())));
        json.put("leases", leases);
        json.put("waitedFor", new TreeMap<>(queue.waitedFor()));
        json.put("nextTicket", queue.nextTicket());
        return json;
    }

    private static StageRow decode(Map<String, @Nullable Object> json) {
        Fields fields = new Fields(json);
        Map<String, StageQueue.Lease> leases = new LinkedHashMap<>();
        for (Fields lease : fields.objects("leases")) {
            leases.put(lease.text("service"), new StageQueue.Lease(lease.text("context"), lease.integer("count")));
        }
        Map<String, Integer> waitedFor = new LinkedHashMap<>();
        Fields counts = new Fields(fields.object("waitedFor"));
        counts.all().keySet().forEach(service -> waitedFor.put(service, counts.integer(service)));
        return new StageRow(
                fields.text("project"),
                fields.text("stage"),
                new StageQueue(leases, waitedFor, fields.number("nextTicket")));
    }
}

package sh.keptn.controlplane.rows;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import sh.keptn.controlplane.ports.Store.Key;
import sh.keptn.controlplane.queue.StageQueue;

/** Leases and queue of one stage. */
public record StageRow(String project, String stage, StageQueue queue) {

    public static final Table<StageRow> TABLE =
            new Table<>(row -> key(row.project(), row.stage()), row -> null, StageRow::encode, StageRow::decode);

    /** Where the row lies. */
    public static Key key(String project, String stage) {
        return new Key("stage#" + project + "#" + stage, "queue");
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
        List<@Nullable Object> waiting = new ArrayList<>();
        for (StageQueue.Ticket ticket : queue.waiting()) {
            waiting.add(Map.of(
                    "number", ticket.number(),
                    "sequence", ticket.sequence(),
                    "context", ticket.context(),
                    "services", ticket.services()));
        }
        json.put("waiting", waiting);
        json.put("nextTicket", queue.nextTicket());
        return json;
    }

    private static StageRow decode(Map<String, @Nullable Object> json) {
        Fields fields = new Fields(json);
        Map<String, StageQueue.Lease> leases = new LinkedHashMap<>();
        for (Fields lease : fields.objects("leases")) {
            leases.put(lease.text("service"), new StageQueue.Lease(lease.text("context"), lease.integer("count")));
        }
        List<StageQueue.Ticket> waiting = fields.objects("waiting").stream()
                .map(ticket -> new StageQueue.Ticket(
                        ticket.number("number"),
                        ticket.text("sequence"),
                        ticket.text("context"),
                        ticket.texts("services")))
                .toList();
        return new StageRow(
                fields.text("project"),
                fields.text("stage"),
                new StageQueue(leases, waiting, fields.number("nextTicket")));
    }
}

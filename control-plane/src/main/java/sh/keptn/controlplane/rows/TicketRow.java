package sh.keptn.controlplane.rows;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import sh.keptn.controlplane.ports.Store.Key;
import sh.keptn.controlplane.queue.Ticket;

/** A ticket of a stage's queue; it changes only together with the row of the stage. */
public record TicketRow(String project, String stage, Ticket ticket) {

    /** The prefix of all tickets of a stage. */
    public static final String PREFIX = "ticket#";

    public static final Table<TicketRow> TABLE = new Table<>(
            row -> key(row.project(), row.stage(), row.ticket().number()),
            row -> null,
            TicketRow::encode,
            TicketRow::decode);

    /** Where the row lies; rows sort in the order of their numbers. */
    public static Key key(String project, String stage, long number) {
        return new Key(StageRow.partition(project, stage), PREFIX + SortNumber.of(number));
    }

    private Map<String, @Nullable Object> encode() {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("project", project);
        json.put("stage", stage);
        json.put("number", ticket.number());
        json.put("sequence", ticket.sequence());
        json.put("name", ticket.name());
        json.put("context", ticket.context());
        json.put("services", ticket.services());
        json.put("begun", ticket.begun());
        json.put("paused", ticket.paused());
        return json;
    }

    private static TicketRow decode(Map<String, @Nullable Object> json) {
        Fields fields = new Fields(json);
        Ticket ticket = new Ticket(
                fields.number("number"),
                fields.text("sequence"),
                fields.text("name"),
                fields.text("context"),
                fields.texts("services"),
                fields.flag("begun"),
                fields.flag("paused"));
        return new TicketRow(fields.text("project"), fields.text("stage"), ticket);
    }
}

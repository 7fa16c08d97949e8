package sh.keptn.standalone.crash;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import sh.keptn.standalone.database.Database;

/** What must not be left in a database in which everything has ended. */
final class Leftovers {

    private static final Map<String, String> ROWS = new LinkedHashMap<>();
    private static final Map<String, String> BUS = new LinkedHashMap<>();

    static {
        ROWS.put("effect", "SELECT body FROM items WHERE partition LIKE 'effects#%'");
        ROWS.put("due row", "SELECT body FROM items WHERE due IS NOT NULL");
        ROWS.put(
                "lease or ticket",
                "SELECT body FROM items WHERE partition LIKE 'stage#%' AND NOT (body LIKE '%\"leases\":{}%' AND"
                        + " body LIKE '%\"waitedFor\":{}%')");
        ROWS.put("held task", "SELECT body FROM items WHERE sort LIKE 'held#%'");
        BUS.put("delivery", "SELECT subscriber || event FROM bus_deliveries");
        BUS.put("dead letter", "SELECT error || event FROM bus_dead_letters");
        ROWS.put("running execution", "SELECT body FROM engine_executions WHERE status = 'RUNNING'");
        ROWS.put("notice", "SELECT reference FROM engine_notices");
    }

    private Leftovers() {}

    /** All of it, each in one line. */
    static List<String> in(Path file) {
        List<String> found = new ArrayList<>(withoutBus(file));
        found.addAll(found(file, BUS));
        return found;
    }

    /** The same where something else than the durable bus delivers. */
    static List<String> withoutBus(Path file) {
        return found(file, ROWS);
    }

    private static List<String> found(Path file, Map<String, String> queries) {
        try (Database database = Database.open(file)) {
            return database.read(statements -> {
                List<String> found = new ArrayList<>();
                for (Map.Entry<String, String> query : queries.entrySet()) {
                    statements
                            .query(query.getValue(), row -> query.getKey() + ": " + row.getString(1))
                            .forEach(found::add);
                }
                return found;
            });
        }
    }
}

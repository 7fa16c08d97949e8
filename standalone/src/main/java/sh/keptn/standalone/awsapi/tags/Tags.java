package sh.keptn.standalone.awsapi.tags;

import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import sh.keptn.standalone.database.Database;
import sh.keptn.standalone.database.Statements;

/** The tags of all resources, by ARN. */
public final class Tags {

    private final Database database;

    public Tags(Database database) {
        this.database = database;
        database.write(statements -> {
            statements.define("CREATE TABLE IF NOT EXISTS aws_tags (arn TEXT NOT NULL, name TEXT NOT NULL,"
                    + " value TEXT NOT NULL, PRIMARY KEY (arn, name)) WITHOUT ROWID");
            return true;
        });
    }

    /** The tags of a resource, sorted by key. */
    public Map<String, String> of(String arn) {
        return database.read(statements -> of(statements, arn));
    }

    /** Adds tags or changes their values; false where the resource would have more than so many. */
    public boolean add(String arn, Map<String, String> tags, int limit) {
        return database.write(statements -> {
            Map<String, String> all = of(statements, arn);
            all.putAll(tags);
            if (all.size() > limit) {
                return false;
            }
            put(statements, arn, tags);
            return true;
        });
    }

    /** Adds tags in somebody else's transaction. */
    public static void put(Statements statements, String arn, Map<String, String> tags) throws SQLException {
        for (Map.Entry<String, String> tag : tags.entrySet()) {
            statements.update(
                    "INSERT OR REPLACE INTO aws_tags (arn, name, value) VALUES (?, ?, ?)",
                    arn,
                    tag.getKey(),
                    tag.getValue());
        }
    }

    /** Removes tags; keys that the resource does not have are passed over. */
    public void remove(String arn, List<String> keys) {
        database.write(statements -> {
            for (String key : keys) {
                statements.update("DELETE FROM aws_tags WHERE arn = ? AND name = ?", arn, key);
            }
            return true;
        });
    }

    /** Removes all tags of a resource in somebody else's transaction. */
    public static void removeAll(Statements statements, String arn) throws SQLException {
        statements.update("DELETE FROM aws_tags WHERE arn = ?", arn);
    }

    private static Map<String, String> of(Statements statements, String arn) throws SQLException {
        Map<String, String> tags = new LinkedHashMap<>();
        statements
                .query(
                        "SELECT name, value FROM aws_tags WHERE arn = ? ORDER BY name",
                        row -> Map.entry(row.getString(1), row.getString(2)),
                        arn)
                .forEach(tag -> tags.put(tag.getKey(), tag.getValue()));
        return tags;
    }
}

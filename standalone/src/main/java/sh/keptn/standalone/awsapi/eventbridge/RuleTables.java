package sh.keptn.standalone.awsapi.eventbridge;

import java.sql.SQLException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import sh.keptn.events.Json;
import sh.keptn.standalone.awsapi.protocol.AwsError;
import sh.keptn.standalone.awsapi.protocol.Caller;
import sh.keptn.standalone.awsapi.tags.Tags;
import sh.keptn.standalone.database.Database;
import sh.keptn.standalone.database.Statements;

/** The tables of buses, rules and targets. */
final class RuleTables {

    /** EventBridge, "Amazon EventBridge quotas". */
    private static final int RULES = 300;

    private static final int TARGETS = 5;

    private final Database database;

    RuleTables(Database database) {
        this.database = database;
        database.write(statements -> {
            statements.define("CREATE TABLE IF NOT EXISTS eb_buses (arn TEXT PRIMARY KEY, description TEXT,"
                    + " created INTEGER NOT NULL) WITHOUT ROWID");
            statements.define("CREATE TABLE IF NOT EXISTS eb_rules (bus TEXT NOT NULL, name TEXT NOT NULL,"
                    + " body TEXT NOT NULL, PRIMARY KEY (bus, name)) WITHOUT ROWID");
            statements.define("CREATE TABLE IF NOT EXISTS eb_targets (bus TEXT NOT NULL, rule TEXT NOT NULL,"
                    + " id TEXT NOT NULL, body TEXT NOT NULL, PRIMARY KEY (bus, rule, id)) WITHOUT ROWID");
            return true;
        });
    }

    /** A bus that was created; the default one is always there. */
    record Bus(
            BusName name,
            @Nullable String description,
            @Nullable Instant created) {}

    /** False where there is one of that name. */
    boolean addBus(BusName bus, @Nullable String description, Instant now, Map<String, String> tags) {
        return database.write(statements -> {
            int rows = statements.update(
                    "INSERT OR IGNORE INTO eb_buses (arn, description, created) VALUES (?, ?, ?)",
                    bus.arn(),
                    description,
                    now.toEpochMilli());
            if (rows == 1) {
                Tags.put(statements, bus.arn(), tags);
            }
            return rows == 1;
        });
    }

    Optional<Bus> bus(BusName bus) {
        if (bus.isDefault()) {
            return Optional.of(new Bus(bus, null, null));
        }
        return database
                .read(statements -> statements.query(
                        "SELECT description, created FROM eb_buses WHERE arn = ?",
                        row -> new Bus(bus, row.getString(1), Instant.ofEpochMilli(row.getLong(2))),
                        bus.arn()))
                .stream()
                .findFirst();
    }

    /** The buses of an account and region that were created, by name. */
    List<Bus> buses(Caller owner) {
        String prefix = owner.arn("events", BusName.BUS);
        return database.read(statements -> statements.query(
                "SELECT arn, description, created FROM eb_buses WHERE arn >= ? AND arn < ? ORDER BY arn",
                row -> new Bus(
                        BusName.of(owner, row.getString(1)), row.getString(2), Instant.ofEpochMilli(row.getLong(3))),
                prefix,
                prefix + Character.MAX_VALUE));
    }

    /** False where it has rules. */
    boolean removeBus(BusName bus) {
        return database.write(statements -> {
            if (!rules(statements, bus).isEmpty()) {
                return false;
            }
            statements.update("DELETE FROM eb_buses WHERE arn = ?", bus.arn());
            Tags.removeAll(statements, bus.arn());
            return true;
        });
    }

    /** Adds or replaces a rule; tags are those of a new one only. */
    void putRule(Rule rule, Map<String, String> tags) {
        database.write(statements -> {
            Map<String, Rule> there = rules(statements, rule.bus());
            if (!there.containsKey(rule.name())) {
                if (there.size() >= RULES) {
                    throw tooMany();
                }
                Tags.put(statements, rule.arn(), tags);
            }
            return statements.update(
                    "INSERT OR REPLACE INTO eb_rules (bus, name, body) VALUES (?, ?, ?)",
                    rule.bus().arn(),
                    rule.name(),
                    rule.toText());
        });
    }

    Optional<Rule> rule(BusName bus, String name) {
        return Optional.ofNullable(rules(bus).get(name));
    }

    /** The rules of a bus, by name. */
    Map<String, Rule> rules(BusName bus) {
        return database.read(statements -> rules(statements, bus));
    }

    /** The rules of all buses. */
    List<Rule> allRules() {
        return database.read(statements -> statements.query(
                "SELECT bus, name, body FROM eb_rules ORDER BY bus, name",
                row -> Rule.of(BusName.of(Caller.UNKNOWN, row.getString(1)), row.getString(2), row.getString(3))));
    }

    /** False where it has targets. */
    boolean removeRule(BusName bus, String name) {
        return database.write(statements -> {
            if (!targets(statements, bus, name).isEmpty()) {
                return false;
            }
            statements.update("DELETE FROM eb_rules WHERE bus = ? AND name = ?", bus.arn(), name);
            Tags.removeAll(statements, bus.ruleArn(name));
            return true;
        });
    }

    /** Adds or replaces targets by their ids, all of them or none. */
    void putTargets(BusName bus, String rule, Map<String, Map<String, @Nullable Object>> targets) {
        database.write(statements -> {
            Map<String, Target> all = targets(statements, bus, rule);
            targets.forEach((id, target) -> all.put(id, new Target(target)));
            if (all.size() > TARGETS) {
                throw tooMany();
            }
            for (Map.Entry<String, Map<String, @Nullable Object>> target : targets.entrySet()) {
                statements.update(
                        "INSERT OR REPLACE INTO eb_targets (bus, rule, id, body) VALUES (?, ?, ?, ?)",
                        bus.arn(),
                        rule,
                        target.getKey(),
                        Json.write(target.getValue()));
            }
            return true;
        });
    }

    /** False where there is none of the id. */
    boolean removeTarget(BusName bus, String rule, String id) {
        return database.write(statements ->
                statements.update("DELETE FROM eb_targets WHERE bus = ? AND rule = ? AND id = ?", bus.arn(), rule, id)
                        == 1);
    }

    /** The targets of a rule, by id. */
    Map<String, Target> targets(BusName bus, String rule) {
        return database.read(statements -> targets(statements, bus, rule));
    }

    private static Map<String, Rule> rules(Statements statements, BusName bus) throws SQLException {
        Map<String, Rule> rules = new LinkedHashMap<>();
        statements
                .query(
                        "SELECT name, body FROM eb_rules WHERE bus = ? ORDER BY name",
                        row -> Rule.of(bus, row.getString(1), row.getString(2)),
                        bus.arn())
                .forEach(rule -> rules.put(rule.name(), rule));
        return rules;
    }

    private static Map<String, Target> targets(Statements statements, BusName bus, String rule) throws SQLException {
        Map<String, Target> targets = new LinkedHashMap<>();
        statements
                .query(
                        "SELECT body FROM eb_targets WHERE bus = ? AND rule = ? ORDER BY id",
                        row -> new Target(Json.parseObject(row.getString(1))),
                        bus.arn(),
                        rule)
                .forEach(target -> targets.put(target.id(), target));
        return targets;
    }

    private static AwsError tooMany() {
        return new AwsError("LimitExceededException", "The requested resource exceeds the maximum number allowed.");
    }
}

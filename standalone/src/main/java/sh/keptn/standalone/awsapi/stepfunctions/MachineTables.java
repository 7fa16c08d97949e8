package sh.keptn.standalone.awsapi.stepfunctions;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import sh.keptn.standalone.awsapi.tags.Tags;
import sh.keptn.standalone.database.Database;
import sh.keptn.standalone.database.Statements;

/** The tables of state machines, their revisions and versions. A revision stays for the executions that run it. */
final class MachineTables {

    private static final int KNOWN = 1_000;
    private static final String MACHINE = "SELECT m.arn, revision, created, last_version, d.arn FROM sfn_machines m"
            + " LEFT JOIN sfn_deleting d ON d.arn = m.arn";

    private final Database database;
    private final Predicate<Arn> runs;
    private final Map<String, Revision> revisions = new ConcurrentHashMap<>();

    /** @param runs whether an execution of a state machine runs: as long as one does, it is kept when it is deleted */
    MachineTables(Database database, Predicate<Arn> runs) {
        this.database = database;
        this.runs = runs;
        database.write(statements -> {
            statements.define("CREATE TABLE IF NOT EXISTS sfn_machines (arn TEXT PRIMARY KEY, revision TEXT NOT NULL,"
                    + " created INTEGER NOT NULL, last_version INTEGER NOT NULL) WITHOUT ROWID");
            statements.define("CREATE TABLE IF NOT EXISTS sfn_revisions (id TEXT PRIMARY KEY, body TEXT NOT NULL)"
                    + " WITHOUT ROWID");
            statements.define("CREATE TABLE IF NOT EXISTS sfn_versions (machine TEXT NOT NULL, number INTEGER NOT NULL,"
                    + " revision TEXT NOT NULL, description TEXT, created INTEGER NOT NULL,"
                    + " PRIMARY KEY (machine, number)) WITHOUT ROWID");
            statements.define("CREATE TABLE IF NOT EXISTS sfn_deleting (arn TEXT PRIMARY KEY) WITHOUT ROWID");
            return true;
        });
    }

    /**
     * A state machine.
     *
     * @param lastVersion the highest number that was ever given, 0 for none
     * @param deleting whether it was deleted and is kept for its executions
     */
    record Machine(Arn arn, String revision, Instant created, int lastVersion, boolean deleting) {}

    /** A version of a state machine. */
    record Version(
            Arn arn, int number, String revision, @Nullable String description, Instant created) {}

    /** A state machine with its current revision, and the version that was asked for. */
    record Found(
            Machine machine, Revision revision, @Nullable Version version) {}

    /**
     * Creates a state machine where there is none of its name.
     *
     * @param publish whether its first version is made
     * @return the one that is there now, {@code created} where this call has done it
     */
    Found create(Arn arn, Revision first, boolean publish, @Nullable String description, Map<String, String> tags) {
        removeIfOver(arn);
        return database.write(statements -> {
            Machine earlier = machine(statements, arn);
            if (earlier == null) {
                statements.update(
                        "INSERT INTO sfn_machines (arn, revision, created, last_version) VALUES (?, ?, ?, 0)",
                        arn.text(),
                        first.id(),
                        first.created().toEpochMilli());
                add(statements, first);
                Tags.put(statements, arn.text(), tags);
                Machine created = new Machine(arn, first.id(), first.created(), 0, false);
                Version version = publish ? publish(statements, created, description, first.created()) : null;
                return new Found(created, first, version);
            }
            checkChangeable(earlier);
            return found(statements, earlier, versionOf(statements, earlier));
        });
    }

    private static void checkChangeable(Machine machine) {
        if (machine.deleting()) {
            throw MachineOperations.deleting(machine.arn());
        }
    }

    /**
     * Makes a new revision.
     *
     * @param change gets the current revision and returns the next one, or the same where nothing changes
     * @param publish whether a version is made of it
     * @return empty where there is no such state machine
     */
    Optional<Found> update(
            Arn arn, UnaryOperator<Revision> change, boolean publish, @Nullable String description, Instant now) {
        removeIfOver(arn);
        return database.write(statements -> {
            Machine machine = machine(statements, arn);
            if (machine == null) {
                return Optional.empty();
            }
            checkChangeable(machine);
            Revision before = revision(statements, machine.revision());
            Revision after = change.apply(before);
            Machine updated = new Machine(arn, after.id(), machine.created(), machine.lastVersion(), false);
            if (!after.id().equals(before.id())) {
                add(statements, after);
                statements.update("UPDATE sfn_machines SET revision = ? WHERE arn = ?", after.id(), arn.text());
            }
            Version version = publish ? publish(statements, updated, description, now) : null;
            return Optional.of(new Found(updated, after, version));
        });
    }

    /** A state machine with its newest state; empty where there is none. */
    Optional<Found> find(Arn arn) {
        removeIfOver(arn.base());
        return database.read(statements -> {
            Machine machine = machine(statements, arn.base());
            Version version = arn.isQualified() ? version(statements, arn) : null;
            return machine == null || (arn.isQualified() && version == null)
                    ? Optional.empty()
                    : Optional.of(found(statements, machine, version));
        });
    }

    /** All state machines of an account and region, the newest first. */
    List<Machine> all(String prefix) {
        deleting().forEach(this::removeIfOver);
        return database.read(statements -> statements.query(
                MACHINE + " WHERE m.arn >= ? AND m.arn < ? ORDER BY created DESC, m.arn",
                MachineTables::machine,
                prefix,
                prefix + Character.MAX_VALUE));
    }

    private List<Arn> deleting() {
        return database.read(statements ->
                statements.query("SELECT arn FROM sfn_deleting", row -> Arn.readMachine(row.getString(1))));
    }

    private static Machine machine(ResultSet row) throws SQLException {
        return new Machine(
                Arn.readMachine(row.getString(1)),
                row.getString(2),
                Instant.ofEpochMilli(row.getLong(3)),
                row.getInt(4),
                row.getString(5) != null);
    }

    /** The versions of a state machine, the highest number first. */
    List<Version> versions(Arn machine) {
        return database.read(statements -> versions(statements, machine));
    }

    /** Forgets a state machine, its versions and its tags: now, or when the last of its executions has ended. */
    void delete(Arn arn) {
        database.write(statements -> {
            boolean isThere = machine(statements, arn) != null;
            return isThere && statements.update("INSERT OR IGNORE INTO sfn_deleting (arn) VALUES (?)", arn.text()) > 0;
        });
        removeIfOver(arn);
    }

    /** Nobody waits for the end of executions: whoever looks at a state machine finds it gone. */
    private void removeIfOver(Arn arn) {
        if (isDeleting(arn) && !runs.test(arn)) {
            remove(arn);
        }
    }

    private boolean isDeleting(Arn arn) {
        return database.read(statements -> !statements
                .query("SELECT 1 FROM sfn_deleting WHERE arn = ?", row -> true, arn.text())
                .isEmpty());
    }

    private void remove(Arn arn) {
        database.write(statements -> {
            statements.update("DELETE FROM sfn_deleting WHERE arn = ?", arn.text());
            statements.update("DELETE FROM sfn_versions WHERE machine = ?", arn.text());
            Tags.removeAll(statements, arn.text());
            return statements.update("DELETE FROM sfn_machines WHERE arn = ?", arn.text());
        });
    }

    void deleteVersion(Arn version) {
        database.write(statements -> statements.update(
                "DELETE FROM sfn_versions WHERE machine = ? AND number = ?",
                version.base().text(),
                version.number()));
    }

    /** A revision by its id. */
    Revision revision(String id) {
        Revision known = revisions.get(id);
        return known == null ? database.read(statements -> revision(statements, id)) : known;
    }

    private Found found(Statements statements, Machine machine, @Nullable Version version) throws SQLException {
        String revision = version == null ? machine.revision() : version.revision();
        return new Found(machine, revision(statements, revision), version);
    }

    /** A version of the current revision; the one that is there, where it has been published already. */
    private static Version publish(Statements statements, Machine machine, @Nullable String description, Instant now)
            throws SQLException {
        Version there = versionOf(statements, machine);
        if (there != null) {
            return there;
        }
        int number = machine.lastVersion() + 1;
        statements.update(
                "INSERT INTO sfn_versions (machine, number, revision, description, created) VALUES (?, ?, ?, ?, ?)",
                machine.arn().text(),
                number,
                machine.revision(),
                description,
                now.toEpochMilli());
        statements.update(
                "UPDATE sfn_machines SET last_version = ? WHERE arn = ?",
                number,
                machine.arn().text());
        return new Version(machine.arn().version(number), number, machine.revision(), description, now);
    }

    private static @Nullable Version versionOf(Statements statements, Machine machine) throws SQLException {
        return versions(statements, machine.arn()).stream()
                .filter(version -> version.revision().equals(machine.revision()))
                .findFirst()
                .orElse(null);
    }

    private static @Nullable Version version(Statements statements, Arn arn) throws SQLException {
        return versions(statements, arn.base()).stream()
                .filter(version -> version.number() == arn.number())
                .findFirst()
                .orElse(null);
    }

    private static List<Version> versions(Statements statements, Arn machine) throws SQLException {
        return statements.query(
                "SELECT number, revision, description, created FROM sfn_versions WHERE machine = ?"
                        + " ORDER BY number DESC",
                row -> new Version(
                        machine.version(row.getInt(1)),
                        row.getInt(1),
                        row.getString(2),
                        row.getString(3),
                        Instant.ofEpochMilli(row.getLong(4))),
                machine.text());
    }

    private static @Nullable Machine machine(Statements statements, Arn arn) throws SQLException {
        return statements.query(MACHINE + " WHERE m.arn = ?", MachineTables::machine, arn.text()).stream()
                .findFirst()
                .orElse(null);
    }

    private static void add(Statements statements, Revision revision) throws SQLException {
        statements.update("INSERT INTO sfn_revisions (id, body) VALUES (?, ?)", revision.id(), revision.toText());
    }

    /** Revisions never change, so what has been read once is kept. */
    private Revision revision(Statements statements, String id) throws SQLException {
        Revision known = revisions.get(id);
        if (known != null) {
            return known;
        }
        Revision read = statements
                .query("SELECT body FROM sfn_revisions WHERE id = ?", row -> Revision.of(id, row.getString(1)), id)
                .stream()
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("no revision " + id));
        if (revisions.size() >= KNOWN) {
            revisions.clear();
        }
        revisions.put(id, read);
        return read;
    }
}

package sh.keptn.cli.run;

import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import sh.keptn.controlplane.lifecycle.SequenceControl;
import sh.keptn.controlplane.rows.ContextRow;
import sh.keptn.standalone.DataFolder;
import sh.keptn.standalone.database.Database;
import sh.keptn.standalone.store.SqliteStore;

/** The contexts of a data folder in which nobody works now. */
public final class KeptContexts implements AutoCloseable {

    private static final Pattern PARTITION = Pattern.compile("context#([^#]*)#(.*)");

    private final DataFolder folder;
    private final Database database;
    private final SqliteStore store;
    private final ContextModes modes;
    private final Clock clock;

    private KeptContexts(DataFolder folder, Database database, Clock clock) {
        this.folder = folder;
        this.database = database;
        this.store = new SqliteStore(database, due -> {});
        this.modes = new ContextModes(store);
        this.clock = clock;
    }

    /**
     * Takes the folder until it is closed.
     *
     * @throws sh.keptn.standalone.DataFolderException if another process holds it, or there is none
     * @throws sh.keptn.standalone.database.DatabaseException if its database cannot be used
     */
    public static KeptContexts open(Path path) {
        return open(path, Clock.systemUTC());
    }

    /** The same at another time. */
    static KeptContexts open(Path path, Clock clock) {
        DataFolder folder = DataFolder.openExisting(path);
        try {
            return new KeptContexts(folder, Database.open(folder.database()), clock);
        } catch (RuntimeException e) {
            folder.close();
            throw e;
        }
    }

    /** A context of a project. */
    public record Kept(String project, String context) {}

    /** All of them, sorted by project. */
    public List<Kept> all() {
        return store.partitions(ContextRow.PARTITION_PREFIX).stream()
                .map(PARTITION::matcher)
                .filter(Matcher::matches)
                .map(partition -> new Kept(partition.group(1), partition.group(2)))
                .toList();
    }

    /** Whether the tasks of a context are simulated, empty where it is not known. */
    public Optional<Boolean> isSimulated(Kept kept) {
        return modes.isSimulated(kept.project(), kept.context());
    }

    /** What may be done with them; the next process that works in the folder carries it out. */
    public SequenceControl control() {
        return new SequenceControl(store, clock);
    }

    @Override
    public void close() {
        database.close();
        folder.close();
    }
}

package sh.keptn.cli.run;

import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import sh.keptn.controlplane.evaluations.Evaluations;
import sh.keptn.controlplane.lifecycle.InvalidateEvaluation;
import sh.keptn.controlplane.plan.Plans;
import sh.keptn.controlplane.rows.EvaluationRow;
import sh.keptn.standalone.DataFolder;
import sh.keptn.standalone.database.Database;
import sh.keptn.standalone.store.SqliteStore;

/** The results of evaluations in a data folder in which nobody works now. */
public final class KeptEvaluations implements AutoCloseable {

    private static final Pattern PARTITION = Pattern.compile("evaluations#([^#]*)#([^#]*)#(.*)");
    private static final String SENDER = "keptn-cli";

    private final DataFolder folder;
    private final Database database;
    private final SqliteStore store;
    private final Clock clock;

    private KeptEvaluations(DataFolder folder, Database database, Clock clock) {
        this.folder = folder;
        this.database = database;
        this.store = new SqliteStore(database, due -> {});
        this.clock = clock;
    }

    /**
     * Takes the folder until it is closed.
     *
     * @throws sh.keptn.standalone.DataFolderException if another process holds it, or there is none
     * @throws sh.keptn.standalone.database.DatabaseException if its database cannot be used
     */
    public static KeptEvaluations open(Path path) {
        DataFolder folder = DataFolder.openExisting(path);
        try {
            return new KeptEvaluations(folder, Database.open(folder.database()), Clock.systemUTC());
        } catch (RuntimeException e) {
            folder.close();
            throw e;
        }
    }

    /** A service in a stage that was evaluated. */
    public record Place(String project, String stage, String service) {}

    /** All of them: by project and service, the stages in the order of the shipyard. */
    public List<Place> places() {
        List<Place> places = new ArrayList<>(store.partitions(EvaluationRow.PARTITION_PREFIX).stream()
                .map(PARTITION::matcher)
                .filter(Matcher::matches)
                .map(partition -> new Place(partition.group(1), partition.group(2), partition.group(3)))
                .toList());
        places.sort(Comparator.comparing(Place::project)
                .thenComparing(Place::service)
                .thenComparingInt(this::order));
        return places;
    }

    /** Stages that the shipyard has no more come last. */
    private int order(Place place) {
        int index = new Plans(store)
                .active(place.project())
                .map(plan -> List.copyOf(plan.stages().keySet()).indexOf(place.stage()))
                .orElse(-1);
        return index < 0 ? Integer.MAX_VALUE : index;
    }

    /** The results of a service in a stage, newest first. */
    public List<EvaluationRow> of(Place place) {
        return new Evaluations(store)
                .newestFirst(place.project(), place.stage(), place.service())
                .toList();
    }

    /** Takes a result out of all later comparisons. */
    public void invalidate(EvaluationRow result, String reason) {
        new InvalidateEvaluation(store, clock)
                .receive(InvalidateEvaluation.event(result, reason, SENDER, clock.instant()), SENDER);
    }

    @Override
    public void close() {
        database.close();
        folder.close();
    }
}

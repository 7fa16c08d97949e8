package sh.keptn.aws.publisher;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import sh.keptn.controlplane.plan.ActivePlan;
import sh.keptn.controlplane.plan.Plans;
import sh.keptn.controlplane.ports.Store;
import sh.keptn.controlplane.ports.Store.Item;
import sh.keptn.controlplane.rows.SequenceRow;
import sh.keptn.controlplane.rows.StageRow;
import sh.keptn.controlplane.rows.TicketRow;

/**
 * The versions of machines that a project may still start executions of: those of its active plan, and of plans before it
 * those of sequences that wait for their stage. A sequence that runs keeps those of its companions, too.
 */
final class NeededVersions {

    private final Set<String> startable = new HashSet<>();
    private final Map<String, Set<String>> startedAfter = new HashMap<>();

    private NeededVersions() {}

    static NeededVersions of(Store store, String project) {
        NeededVersions needed = new NeededVersions();
        Plans plans = new Plans(store);
        plans.active(project)
                .ifPresent(plan -> plan.machines().forEach(machine -> needed.startable.add(machine.reference())));
        Set<String> stages = new TreeSet<>();
        for (ActivePlan plan : plans.versions(project)) {
            stages.addAll(plan.stages().keySet());
            plan.machines().stream()
                    .filter(machine -> machine.companion() != null)
                    .forEach(companion -> needed.addCompanion(plan, companion));
        }
        stages.forEach(stage -> needed.addWaiting(store, project, stage));
        return needed;
    }

    private void addCompanion(ActivePlan plan, ActivePlan.Machine companion) {
        plan.machine(companion.stage(), companion.sequence())
                .ifPresent(main -> startedAfter
                        .computeIfAbsent(companion.reference(), reference -> new TreeSet<>())
                        .add(main));
    }

    private void addWaiting(Store store, String project, String stage) {
        for (Item item : store.query(StageRow.partition(project, stage), TicketRow.PREFIX)) {
            TicketRow row = TicketRow.TABLE.decode().apply(item.json());
            store.get(SequenceRow.key(row.ticket().sequence()))
                    .map(found -> SequenceRow.TABLE.decode().apply(found.json()))
                    .ifPresent(sequence -> {
                        startable.add(sequence.machine());
                        startable.addAll(sequence.companions().values());
                    });
        }
    }

    /** Whether a sequence may be started with it. */
    boolean contains(String version) {
        return startable.contains(version);
    }

    /** The versions whose executions this one may follow: it is needed as long as one of them has any. */
    List<String> startedAfter(String version) {
        return List.copyOf(startedAfter.getOrDefault(version, Set.of()));
    }
}

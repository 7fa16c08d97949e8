package sh.keptn.standalone.crash;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import sh.keptn.controlplane.lifecycle.ControlPlane;
import sh.keptn.controlplane.lifecycle.Trigger;
import sh.keptn.controlplane.ports.StoreUnavailableException;
import sh.keptn.controlplane.rows.SequenceRow;
import sh.keptn.standalone.LocalProcess;
import sh.keptn.standalone.database.Database;
import sh.keptn.standalone.database.DatabaseException;
import sh.keptn.standalone.services.TaskWorker;
import sh.keptn.translator.Plan;

/**
 * Processes whose disk is full for a while, at any moment: when there is room again, everything goes on in the same process, and
 * nothing was lost, done twice or taken for a failure of somebody else.
 */
class FullDiskTest {

    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    private static final int LIMIT = 20_000;
    private static final boolean FULL = Boolean.getBoolean("full");

    /** In a short run the disk gets full at each so many steps. */
    private static final int STRIDE = FULL ? 1 : 61;

    /** For how many steps it is full. */
    private static final List<Integer> LENGTHS = FULL ? List.of(1, 5, 25) : List.of(25);

    @TempDir(factory = FastFolder.class)
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    private static int allMoments;
    private static int allViolations;

    /** How a disk is full. */
    private enum Fullness {
        /** The file cannot grow; what fits into its pages can still be written. */
        NO_MORE_PAGES("PRAGMA max_page_count=1", "PRAGMA max_page_count=1000000"),
        /** Nothing can be written. */
        NOTHING_AT_ALL("PRAGMA query_only=1", "PRAGMA query_only=0");

        private final String begins;
        private final String ends;

        Fullness(String begins, String ends) {
            this.begins = begins;
            this.ends = ends;
        }
    }

    static Stream<Arguments> scenarios() {
        return Scenarios.all().stream()
                .flatMap(scenario -> Stream.of(Fullness.values()).map(fullness -> Arguments.of(scenario, fullness)));
    }

    @ParameterizedTest
    @MethodSource("scenarios")
    void everythingGoesOnWhenThereIsRoomAgain(Scenario scenario, Fullness fullness) {
        Run undisturbed = new Run(scenario, fullness, Integer.MAX_VALUE, 0);
        Map<String, List<String>> expected = undisturbed.play(folder.resolve("undisturbed.db"));
        List<String> wrong = new ArrayList<>(undisturbed.wrong);
        for (int from = 0; from < undisturbed.steps; from += STRIDE) {
            for (int length : LENGTHS) {
                allMoments++;
                Run run = new Run(scenario, fullness, from, length);
                try {
                    Map<String, List<String>> log = run.play(folder.resolve(from + "-" + length + ".db"));
                    run.wrong.forEach(each -> wrong.add(run + ": " + each));
                    if (!log.equals(expected)) {
                        wrong.add(run + ": " + difference(expected, log));
                    }
                } catch (RuntimeException | AssertionError e) {
                    wrong.add(run + ": " + e);
                }
            }
        }
        allViolations += wrong.size();
        assertThat(wrong).isEmpty();
    }

    @AfterAll
    static void printPoints() {
        Points.print("full disks", allMoments, allViolations, "of all scenarios");
    }

    private static String difference(Map<String, List<String>> expected, Map<String, List<String>> found) {
        List<String> lines = new ArrayList<>();
        expected.forEach((context, events) -> {
            List<String> other = found.getOrDefault(context, List.of());
            events.stream().filter(event -> !other.contains(event)).forEach(event -> lines.add("- " + event));
            other.stream().filter(event -> !events.contains(event)).forEach(event -> lines.add("+ " + event));
        });
        return String.join("\n", lines);
    }

    /** A scenario with a disk that is full from one step on for some steps. */
    private static final class Run {
        private final Scenario scenario;
        private final Fullness fullness;
        private final int from;
        private final int length;
        private final Set<String> acknowledged = new TreeSet<>();
        private final List<String> wrong = new ArrayList<>();
        private int steps;

        Run(Scenario scenario, Fullness fullness, int from, int length) {
            this.scenario = scenario;
            this.fullness = fullness;
            this.from = from;
            this.length = length;
        }

        Map<String, List<String>> play(Path file) {
            Map<String, List<String>> log = new LinkedHashMap<>();
            Database database = Database.open(file);
            try (LocalProcess running = new LocalProcess(database, START, scenario.plan(), workers())) {
                boolean isFull = false;
                while (!isOver(running.controlPlane())) {
                    boolean shouldBeFull = steps >= from && steps < from + length;
                    if (shouldBeFull != isFull) {
                        change(database, shouldBeFull ? fullness.begins : fullness.ends);
                        isFull = shouldBeFull;
                    }
                    if (!goOn(running) && !isFull) {
                        throw new IllegalStateException("does not end");
                    }
                    settle(database);
                    steps++;
                    if (steps > LIMIT) {
                        throw new IllegalStateException("takes too long");
                    }
                }
                if (isFull) {
                    change(database, fullness.ends);
                }
                while (running.timeline().runOneSoon()) {
                    settle(database);
                }
                for (Trigger trigger : scenario.triggers()) {
                    Log events = log(running.controlPlane(), trigger.context());
                    wrong.addAll(events.violations());
                    log.put(trigger.context(), events.timeless());
                }
            }
            wrong.addAll(Leftovers.in(file));
            return log;
        }

        /** Waits until the writer has told everybody what has become of what was handed over. */
        private static void settle(Database database) {
            database.write(statements -> true);
        }

        private static void change(Database database, String pragma) {
            database.write(statements -> {
                statements.define(pragma);
                return true;
            });
        }

        /** One step; what fails for the disk is told to somebody, who has to do it again if it was his. */
        private boolean goOn(LocalProcess running) {
            try {
                return trigger(running.controlPlane())
                        || running.timeline().runOneSoon()
                        || command(
                                running.controlPlane(),
                                running.timeline().clock().instant())
                        || running.timeline().runOne();
            } catch (DatabaseException | StoreUnavailableException e) {
                return true;
            }
        }

        private boolean trigger(ControlPlane control) {
            for (Trigger trigger : scenario.triggers()) {
                if (!acknowledged.contains(trigger.id())) {
                    control.trigger(trigger);
                    return acknowledged.add(trigger.id());
                }
            }
            return false;
        }

        private boolean command(ControlPlane control, Instant now) {
            if (scenario.triggers().stream()
                    .anyMatch(trigger -> cleansUp(control, trigger) || isOverdue(control, trigger, now))) {
                // What failed cannot be redriven before the one, and who is too late is still heard before it is
                // written that he is: both
                // take longer on a full disk.
                return false;
            }
            Function<String, Log> logs = context -> log(control, context);
            for (Scenario.Step step : scenario.steps()) {
                if (!acknowledged.contains(step.name())) {
                    if (!step.when().test(logs)) {
                        return false;
                    }
                    step.command().accept(control);
                    return acknowledged.add(step.name());
                }
            }
            return false;
        }

        private static boolean cleansUp(ControlPlane control, Trigger trigger) {
            return control.status(trigger.project(), trigger.context()).sequences().stream()
                    .anyMatch(row -> row.companionOf() != null && row.phase() == SequenceRow.Phase.STARTED);
        }

        private static boolean isOverdue(ControlPlane control, Trigger trigger, Instant now) {
            return control.status(trigger.project(), trigger.context()).open().stream()
                    .anyMatch(task -> !task.notStarted().isEmpty() && !now.isBefore(task.startBy()));
        }

        private boolean isOver(ControlPlane control) {
            return scenario.steps().stream().allMatch(step -> acknowledged.contains(step.name()))
                    && scenario.triggers().stream()
                            .allMatch(trigger -> acknowledged.contains(trigger.id())
                                    && control.isFinished(trigger.project(), trigger.context()));
        }

        private Log log(ControlPlane control, String context) {
            return Log.of(control, scenario.plan().project(), context);
        }

        private Map<String, TaskWorker> workers() {
            Map<String, TaskWorker> workers = new LinkedHashMap<>();
            for (Plan.TaskService service : scenario.plan().taskServices()) {
                if (service.kind() != Plan.TaskService.Kind.EXTERNAL) {
                    String name = service.name();
                    workers.put(name, request -> scenario.answers().answer(name, request));
                }
            }
            return workers;
        }

        @Override
        public String toString() {
            return fullness + " from step " + from + " for " + length;
        }
    }
}

package sh.keptn.infra.flows;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sh.keptn.translator.Plan;

/**
 * What a delivery leaves in the event log does not depend on where it runs: of every sequence that somebody outside can start, of
 * the examples and of the corpus's shipyards, the log by way of AWS's adapters is that of standalone mode. Every sixth file of the
 * corpus with {@code -Daws.flows}, all of them with {@code -Dfull=true} too.
 */
class EqualLogsTest {

    private static final Path ROOT = Path.of(System.getProperty("root", ".."));
    private static final Path CORPUS =
            Path.of(System.getProperty("corpus", "../../shared/corpus"), "shipyards", "valid");
    private static final int STRIDE = Boolean.getBoolean("full") ? 1 : 6;
    private static final int AT_ONCE = 32;
    private static final Duration LOOK_AGAIN = Duration.ofMillis(5);

    /** Nothing takes longer that happens at all. */
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private static final Optional<Map<String, ?>> PASS =
            Optional.of(Map.of("result", "pass", "status", "succeeded", "message", "simulated"));

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    @SuppressWarnings("NullAway.Init")
    private ControlPlaneHere here;

    private final List<Compared> open = new ArrayList<>();
    private final List<String> differences = new ArrayList<>();
    private int deliveries;
    private int events;

    @Test
    void logsAreThoseOfStandaloneMode() throws IOException {
        assumeTrue(
                System.getProperty("aws.flows") != null,
                "skipped: many deliveries and more than the time that `verify` has; run it with -Daws.flows");
        try (ControlPlaneHere started = new ControlPlaneHere(folder)) {
            here = started;
            for (Map.Entry<String, Path> project : projects().entrySet()) {
                deliver(SimulatedProject.of(project.getKey(), Files.readString(project.getValue())));
            }
            while (!open.isEmpty()) {
                goOn();
            }
        }
        System.out.println(deliveries + " event logs with " + events + " events are those of standalone mode, but for "
                + differences.size());
        assertThat(differences).isEmpty();
    }

    private static Map<String, Path> projects() throws IOException {
        Map<String, Path> projects = new LinkedHashMap<>();
        files(ROOT.resolve("examples"), "shipyard.yaml")
                .forEach(file -> projects.put("example-" + projects.size(), file));
        List<Path> corpus = Files.isDirectory(CORPUS) ? files(CORPUS, ".yaml") : List.of();
        for (int i = 0; i < corpus.size(); i += STRIDE) {
            projects.put("corpus-" + i, corpus.get(i));
        }
        return projects;
    }

    private static List<Path> files(Path folder, String end) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(file -> file.toString().endsWith(end)).sorted().toList();
        }
    }

    private void deliver(SimulatedProject project) {
        if (project.entries().isEmpty()) {
            return;
        }
        here.publish(project.plan());
        for (Plan.StateMachine entry : project.entries()) {
            while (open.size() == AT_ONCE) {
                goOn();
            }
            // Deliveries of one service would wait for each other.
            Conversation delivery = new Conversation(here, project.name(), "service-" + (deliveries + open.size()));
            Reference reference = Reference.run(project, delivery.triggerOf(entry.stage(), entry.sequence()), folder);
            delivery.trigger(entry.stage(), entry.sequence());
            open.add(new Compared(entry.stage() + "." + entry.sequence(), delivery, reference));
        }
    }

    private void goOn() {
        for (Compared each : List.copyOf(open)) {
            if (here.hasChanged(each.delivery)) {
                each.look();
                each.delivery.answerWhatIsNew(task -> PASS);
            } else if (!each.isStuck()) {
                continue;
            }
            if (each.isAtRest(here) || each.isStuck()) {
                open.remove(each);
                deliveries++;
                events += each.reference.log().size();
                each.difference().ifPresent(differences::add);
            }
        }
        LockSupport.parkNanos(LOOK_AGAIN.toNanos());
    }

    /** A delivery that goes on, and what it has to come to. */
    private static final class Compared {
        private final String sequence;
        private final Conversation delivery;
        private final Reference reference;
        private int seen;
        private long lastEvent = System.nanoTime();

        Compared(String sequence, Conversation delivery, Reference reference) {
            this.sequence = sequence;
            this.delivery = delivery;
            this.reference = reference;
        }

        void look() {
            int now = delivery.log().size();
            if (now > seen) {
                seen = now;
                lastEvent = System.nanoTime();
            }
        }

        /** Whether there is as much as has to come, and the installation says of the context what standalone mode does. */
        boolean isAtRest(ControlPlaneHere here) {
            return seen >= reference.log().size()
                    && reference.finished() == here.isFinished(delivery.project(), delivery.context());
        }

        boolean isStuck() {
            return System.nanoTime() - lastEvent > PATIENCE.toNanos();
        }

        Optional<String> difference() {
            Map<String, List<String>> expected = Canonical.of(reference.log());
            Map<String, List<String>> found = Canonical.of(delivery.log());
            return found.equals(expected)
                    ? Optional.empty()
                    : Optional.of(delivery.project() + " " + sequence + ":\nstandalone " + expected + "\nhere       "
                            + found);
        }
    }
}

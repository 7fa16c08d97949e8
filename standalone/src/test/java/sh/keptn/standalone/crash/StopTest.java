package sh.keptn.standalone.crash;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Processes that stop after a single commit. Everything that outlives a process is a commit: each write of the store, each step
 * of the engine, and each effect, which is one of bus or engine. Some stop a second time while they recover.
 */
class StopTest {

    private static final boolean FULL = Boolean.getBoolean("full");

    /** In a short run only each so many commits are followed by a stop. */
    private static final int STRIDE = FULL ? 1 : 8;

    /** And so many commits of a recovery by a second one. */
    private static final int SECOND_STRIDE = 31;

    /** Set to the number of a commit: stops after this one only. */
    private static final @Nullable Integer ONLY = Integer.getInteger("stop");

    @TempDir(factory = FastFolder.class)
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    /** Of all scenarios. */
    private static int allStops;

    private static int allCommits;
    private static int allViolations;

    private final List<String> wrong = new ArrayList<>();
    private int stops;

    static List<Scenario> scenarios() {
        return Scenarios.all();
    }

    @ParameterizedTest
    @MethodSource("scenarios")
    void everyCommitCanBeTheLastOne(Scenario scenario) {
        Play.Ended expected = Play.on(folder.resolve("undisturbed.db"), scenario, Play.Outside.FIRST, () -> {})
                .toTheEnd();
        assertThat(expected.wrong()).isEmpty();
        Stopper stopper = new Stopper(scenario, expected, "-Dstop=", FULL);
        stopper.play(folder.resolve("stopped.db"), Play.Outside.FIRST);
        allStops += stops;
        allCommits += stopper.commits;
        allViolations += wrong.size();
        assertThat(wrong).isEmpty();
    }

    @AfterAll
    static void printPoints() {
        Points.print("stops", allStops, allViolations, allCommits + " commits of all scenarios");
    }

    /** Plays once, and after chosen commits plays what is on disk then to its end. */
    private final class Stopper {
        private final Scenario scenario;
        private final Play.Ended expected;
        private final String place;
        private final boolean twice;
        private int commits;

        Stopper(Scenario scenario, Play.Ended expected, String place, boolean twice) {
            this.scenario = scenario;
            this.expected = expected;
            this.place = place;
            this.twice = twice;
        }

        Play.Ended play(Path file, Play.Outside outside) {
            Play[] play = new Play[1];
            play[0] = Play.on(file, scenario, outside, () -> {
                commits++;
                if (play[0] != null && isChosen()) {
                    stop(file, play[0].outside());
                }
            });
            return play[0].toTheEnd();
        }

        private boolean isChosen() {
            if (place.contains("then")) {
                return commits % SECOND_STRIDE == 0;
            }
            return ONLY == null ? commits % STRIDE == 0 : commits == ONLY;
        }

        private void stop(Path file, Play.Outside outside) {
            String where = place + commits;
            try {
                stops++;
                Path copy = copy(file);
                Play.Ended ended = twice
                        ? new Stopper(scenario, expected, where + ", then ", false).play(copy, outside)
                        : Play.on(copy, scenario, outside, () -> {}).toTheEnd();
                if (!ended.equals(expected)) {
                    wrong.add(where + ": " + ended.wrong() + " " + difference(ended));
                }
                delete(copy);
            } catch (RuntimeException | Error e) {
                wrong.add(where + ": " + e);
            }
        }

        private String difference(Play.Ended ended) {
            List<String> lines = new ArrayList<>();
            expected.log().forEach((context, events) -> {
                List<String> found = ended.log().getOrDefault(context, List.of());
                events.stream().filter(event -> !found.contains(event)).forEach(event -> lines.add("- " + event));
                found.stream().filter(event -> !events.contains(event)).forEach(event -> lines.add("+ " + event));
            });
            return String.join("\n", lines);
        }
    }

    private Path copy(Path file) {
        Path copy = folder.resolve("copy-" + stops + ".db");
        copyIfThere(file, copy);
        copyIfThere(wal(file), wal(copy));
        return copy;
    }

    private static Path wal(Path file) {
        return file.resolveSibling(file.getFileName() + "-wal");
    }

    private static void copyIfThere(Path from, Path to) {
        try {
            if (Files.exists(from)) {
                Files.copy(from, to);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void delete(Path file) {
        for (String suffix : List.of("", "-wal", "-shm")) {
            try {
                Files.deleteIfExists(file.resolveSibling(file.getFileName() + suffix));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}

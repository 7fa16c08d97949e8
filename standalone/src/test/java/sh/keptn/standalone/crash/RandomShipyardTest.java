package sh.keptn.standalone.crash;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Random shipyards with random answers, several deliveries and random commands: whatever an author writes and people ask for,
 * each run keeps the rules.
 */
class RandomShipyardTest {

    private static final boolean FULL = Boolean.getBoolean("full");
    private static final int ENOUGH = FULL ? 10_000 : 200;

    /** The first seed; each run has the next one. */
    private static final long SEED = Long.getLong("seed", 20260101);

    /** Set to 1 to repeat a single run. */
    private static final int RUNS = Integer.getInteger("runs", Integer.MAX_VALUE);

    /** One of so many runs is done a second time. */
    private static final int AGAIN = 10;

    private static final double FAULT_RATE = 0.02;

    @TempDir(factory = FastFolder.class)
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    private int runs;
    private int sequences;
    private int faults;

    @Test
    void everyRunKeepsTheRules() {
        while ((FULL ? runs : sequences) < ENOUGH && runs < RUNS) {
            play(Deliveries.ORDERLY, 0);
        }
        print("random shipyards", runs);
    }

    /** Events, answers and calls of functions come one to five times and in random order. */
    @Test
    void nothingIsDoneTwiceHoweverOftenAndLateItIsDelivered() {
        while (sequences < ENOUGH && runs < RUNS) {
            play(Deliveries.SHUFFLED, 0);
        }
        print("shuffled sequences", sequences);
    }

    /** Store, bus and engine fail, before or after they have done what they were asked for; who asked asks again. */
    @Test
    void nothingIsLostOrDoneTwiceWherePortsFail() {
        while (faults < ENOUGH && runs < RUNS) {
            play(Deliveries.ORDERLY, FAULT_RATE);
        }
        print("failing ports", faults);
    }

    /** Each run has kept the rules, or the test has failed before. */
    private void print(String what, int points) {
        String more = runs + " shipyards, " + sequences + " sequences, " + faults + " faults, seed " + SEED;
        Points.print(what, points, 0, more);
    }

    private void play(Deliveries deliveries, double faultRate) {
        long seed = SEED + runs;
        RandomRun.Ended ended = ended(seed, deliveries, faultRate);
        assertThat(ended.wrong()).as(repeat(seed)).isEmpty();
        if (runs % AGAIN == 0) {
            assertThat(ended(seed, deliveries, faultRate).logs())
                    .as(repeat(seed))
                    .isEqualTo(ended.logs());
        }
        runs++;
        sequences += ended.sequences();
        faults += ended.faults();
    }

    private RandomRun.Ended ended(long seed, Deliveries deliveries, double faultRate) {
        Path file = folder.resolve("run.db");
        try {
            return new RandomRun(seed, deliveries, faultRate, file).toTheEnd();
        } catch (RuntimeException e) {
            throw new AssertionError(repeat(seed), e);
        } finally {
            List.of("", "-wal", "-shm")
                    .forEach(
                            suffix -> folder.resolve("run.db" + suffix).toFile().delete());
        }
    }

    private static String repeat(long seed) {
        RandomShipyard shipyard = RandomShipyard.draw(new Random(seed));
        return "repeat with -Druns=1 -Dseed=" + seed + "\n" + shipyard.shipyard() + shipyard.uniform();
    }
}

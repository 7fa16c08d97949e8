package sh.keptn.standalone.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sh.keptn.events.Json;

/** An execution that is interrupted and recovered has the history of one that is not, whatever the machine. */
final class RecoveryPropertyTest {

    private static final int MACHINES = Integer.getInteger("machines", 40);
    private static final long SEED = Long.getLong("seed", 4);

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    private int runs;

    @Test
    void anInterruptedExecutionEndsAsAnUndisturbedOne() {
        Map<String, Integer> ends = new TreeMap<>();
        for (int i = 0; i < MACHINES; i++) {
            RandomMachine machine = new RandomMachine(SEED * 1_000_000 + i);
            String definition = machine.definition();
            Map<String, @Nullable Object> undisturbed = run(definition, machine, step -> false);
            ends.merge(String.valueOf(undisturbed.get("status")), 1, Integer::sum);
            int once = 1 + i % 7;
            String expected = Json.writePretty(undisturbed);
            assertThat(Json.writePretty(run(definition, machine, step -> true)))
                    .as("machine %s interrupted everywhere: %s", i, definition)
                    .isEqualTo(expected);
            assertThat(Json.writePretty(run(definition, machine, step -> step == once)))
                    .as("machine %s interrupted after %s: %s", i, once, definition)
                    .isEqualTo(expected);
        }
        assertThat(ends).as("the machines end in different ways").containsKeys("SUCCEEDED", "FAILED");
    }

    private Map<String, @Nullable Object> run(String definition, RandomMachine machine, IntPredicate crashAfter) {
        Path file = folder.resolve("run" + runs++ + ".db");
        return new ScriptedRun(file, machine.results(), crashAfter).run(definition, "[1,2]");
    }
}

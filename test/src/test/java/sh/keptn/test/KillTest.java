package sh.keptn.test;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs that are killed at random moments and started again end as if nothing had happened. */
class KillTest {

    private static final String CONTEXT = "11111111-2222-4333-8444-555555555555";
    private static final int KILLS = Integer.getInteger("kills", Boolean.getBoolean("full") ? 100 : 10);
    private static final long SEED = 20260101;

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    @Test
    void killedRunsContinueToTheSameLog() throws IOException, InterruptedException {
        KeptnProcess.Result undisturbed = KeptnProcess.run(arguments(folder.resolve("undisturbed")));
        assertThat(undisturbed.exitCode()).as(undisturbed.err()).isZero();
        List<Map<String, @Nullable Object>> expected = withoutTimes(undisturbed);
        Random random = new Random(SEED);
        int interrupted = 0;
        for (int i = 0; i < KILLS; i++) {
            String[] arguments = arguments(folder.resolve("run-" + i));
            int lines = random.nextInt(expected.size());
            List<String> printed = KeptnProcess.runAndKill(lines, random.nextInt(20_000_000), arguments);
            interrupted += printed.size() < expected.size() ? 1 : 0;
            KeptnProcess.Result continued = KeptnProcess.run(arguments);
            assertThat(continued.exitCode())
                    .as("kill " + i + ": " + continued.err())
                    .isZero();
            assertThat(withoutTimes(continued))
                    .as("kill " + i + " after " + lines + " events")
                    .isEqualTo(expected);
        }
        assertThat(interrupted).as("runs that were killed before their end").isGreaterThan(KILLS / 2);
    }

    private static String[] arguments(Path dataFolder) {
        Path shipyard = Path.of("src/test/cases/three-stages.shipyard.yaml").toAbsolutePath();
        return new ArrayList<>(List.of(
                        "run",
                        "--simulate",
                        "--output",
                        "json",
                        "--project",
                        "sockshop",
                        "--service",
                        "carts",
                        "--context",
                        CONTEXT,
                        "--data-dir",
                        dataFolder.toString(),
                        "--shipyard",
                        shipyard.toString()))
                .toArray(String[]::new);
    }

    /** The events but for their times: ids are derived, so even they are the same in each run. */
    private static List<Map<String, @Nullable Object>> withoutTimes(KeptnProcess.Result result) {
        return result.events().stream()
                .map(event -> {
                    Map<String, @Nullable Object> timeless = new LinkedHashMap<>(event);
                    timeless.remove("time");
                    return timeless;
                })
                .toList();
    }
}

package sh.keptn.standalone.crash;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sh.keptn.standalone.database.Database;

/** Power failures: of what was written since the last acknowledged commit, any part may be on disk, and some of it as garbage. */
class PowerFailureTest {

    private static final int FAILURES_PER_COMMIT = Boolean.getBoolean("full") ? 20 : 2;
    private static final long SEED = Long.getLong("seed", 20260101);

    /** Every so many failures the run is continued to its end. */
    private static final int CONTINUED = 20;

    @TempDir(factory = FastFolder.class)
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    private final Random random = new Random(SEED);
    private final List<String> wrong = new ArrayList<>();
    private int failures;
    private int whole;
    private @Nullable DatabaseFiles before;
    private List<String> contentBefore = List.of();

    @Test
    void whatWasAcknowledgedIsThereAndWhatWasNotIsThereWholeOrNotAtAll() {
        Scenario scenario = Scenarios.delivery();
        Play.Ended expected = Play.on(folder.resolve("undisturbed.db"), scenario, Play.Outside.FIRST, () -> {})
                .toTheEnd();
        Path file = folder.resolve("run.db");
        Play[] play = new Play[1];
        play[0] = Play.on(file, scenario, Play.Outside.FIRST, () -> {
            try {
                fail(scenario, expected, file, play[0]);
            } catch (RuntimeException | Error e) {
                wrong.add("failure " + failures + " of seed " + SEED + ": " + e);
            }
        });
        play[0].toTheEnd();
        Points.print("power failures", failures, wrong.size(), whole + " kept the last commit, seed " + SEED);
        assertThat(wrong).isEmpty();
        assertThat(whole).as("failures that kept the last commit").isBetween(1, failures - 1);
    }

    /** Called at each commit: tears what has been written since the one before. */
    private void fail(Scenario scenario, Play.Ended expected, Path file, @Nullable Play play) {
        DatabaseFiles now = DatabaseFiles.of(file);
        Path copy = folder.resolve("copy.db");
        now.write(copy);
        List<String> content = content(copy);
        for (int i = 0; i < FAILURES_PER_COMMIT && before != null && play != null; i++) {
            failures++;
            DatabaseFiles torn = before.tornOnTheWayTo(now, random);
            torn.write(copy);
            List<String> found = content(copy);
            if (found.equals(content)) {
                whole++;
            } else if (!found.equals(contentBefore)) {
                wrong.add("failure " + failures + " of seed " + SEED + ": " + found.size() + " rows instead of "
                        + contentBefore.size() + " or " + content.size());
            }
            if (failures % CONTINUED == 0) {
                torn.write(copy);
                Play.Ended ended =
                        Play.on(copy, scenario, play.outside(), () -> {}).toTheEnd();
                if (!ended.equals(expected)) {
                    wrong.add("failure " + failures + " of seed " + SEED + " ends differently: " + ended.wrong());
                }
            }
        }
        before = now;
        contentBefore = content;
    }

    /** All rows of all tables, after SQLite has found its file whole. */
    private static List<String> content(Path file) {
        try (Database database = Database.open(file)) {
            return database.read(statements -> {
                assertThat(statements.query("PRAGMA integrity_check", row -> row.getString(1)))
                        .containsExactly("ok");
                List<String> rows = new ArrayList<>();
                for (String table : statements.query(
                        "SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name", row -> row.getString(1))) {
                    rows.add(table);
                    rows.addAll(statements.query("SELECT * FROM " + table, row -> {
                        StringBuilder line = new StringBuilder();
                        for (int column = 1; column <= row.getMetaData().getColumnCount(); column++) {
                            line.append(row.getString(column)).append('|');
                        }
                        return line.toString();
                    }));
                }
                return rows;
            });
        }
    }
}

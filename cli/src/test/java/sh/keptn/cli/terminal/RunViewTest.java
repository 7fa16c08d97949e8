package sh.keptn.cli.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import sh.keptn.cli.GoldenFile;
import sh.keptn.events.Json;
import sh.keptn.events.KeptnEvent;

/** Each case is a run's events, one a line, with what a terminal and a log file show at the end. */
class RunViewTest {

    private static final Path CASES = Path.of("src/test/cases/runs");
    private static final Terminal WIDE = new Terminal(true, false, StandardCharsets.UTF_8, 120, 50);

    @TestFactory
    Stream<DynamicTest> cases() throws IOException {
        List<Path> files;
        try (Stream<Path> found = Files.list(CASES)) {
            files = found.filter(file -> file.toString().endsWith(".jsonl"))
                    .sorted()
                    .toList();
        }
        assertThat(files).isNotEmpty();
        return files.stream()
                .map(file -> DynamicTest.dynamicTest(file.getFileName().toString(), () -> {
                    GoldenFile.check(beside(file, ".tree"), finalScreen(file, WIDE));
                    GoldenFile.check(beside(file, ".lines"), log(file));
                }));
    }

    @Test
    void liveViewNeverMovesAboveTheScreenAndShowsEverythingAtTheEnd() throws IOException {
        Terminal low = new Terminal(true, true, StandardCharsets.UTF_8, 60, 8);
        Screen screen = new Screen();
        StringWriter out = new StringWriter();
        try (RunView view = RunView.of(low, new PrintWriter(out))) {
            for (KeptnEvent event : events(CASES.resolve("two-stages.jsonl"))) {
                view.show(event);
                moveTo(screen, out);
                assertThat(screen.text().lines()).hasSizeLessThanOrEqualTo(7);
                assertThat(screen.cursorHidden()).isTrue();
            }
        }
        moveTo(screen, out);
        assertThat(screen.highestMove()).isLessThan(8);
        assertThat(screen.cursorHidden()).isFalse();
        assertThat(screen.text().lines()).hasSize(15).allMatch(line -> line.length() < 60);
    }

    @Test
    void framesFitAWindowThatIsResized() throws IOException {
        StringWriter out = new StringWriter();
        List<Terminal> sizes = new ArrayList<>(List.of(WIDE));
        RunView view = new LiveRunView(WIDE, unused -> sizes.get(0), new PrintWriter(out));
        events(CASES.resolve("two-stages.jsonl")).forEach(view::show);
        assertThat(frame(out)).hasSize(15).anyMatch(line -> line.length() > 40);
        sizes.set(0, WIDE.resized(40, 4));
        view.tick(Instant.MAX);
        assertThat(out.toString()).contains("\u001b[3A").contains("\u001b[?7l").endsWith("\u001b[?7h");
        assertThat(frame(out)).hasSize(3).allMatch(line -> line.length() < 40);
        view.tick(Instant.MAX);
        assertThat(out.toString()).as("nothing new to draw").isEmpty();
        sizes.set(0, WIDE.resized(100, 30));
        view.tick(Instant.MAX);
        assertThat(frame(out)).hasSize(15);
    }

    @ParameterizedTest
    @CsvSource({"'24 80\n', 80, 24", "'0 0\n', 120, 50", "'', 120, 50", "'stty: not a terminal', 120, 50"})
    void sizeOfTheWindow(String answer, int columns, int rows) {
        assertThat(WindowSize.resized(WIDE, answer)).isEqualTo(WIDE.resized(columns, rows));
    }

    @Test
    void runningDurationsGrowWithTheClock() throws IOException {
        StringWriter out = new StringWriter();
        RunView view = RunView.of(WIDE, new PrintWriter(out));
        events(CASES.resolve("waiting.jsonl")).forEach(view::show);
        view.tick(Instant.parse("2026-01-01T03:00:00Z"));
        Screen screen = new Screen();
        moveTo(screen, out);
        assertThat(screen.text()).contains("2 h 59 min").contains("? approval");
    }

    @Test
    void printedTextStaysAboveTheTree() throws IOException {
        Screen screen = new Screen();
        StringWriter out = new StringWriter();
        try (RunView view = RunView.of(WIDE, new PrintWriter(out))) {
            List<KeptnEvent> events = events(CASES.resolve("failing-test.jsonl"));
            events.subList(0, 4).forEach(view::show);
            view.print("Approve? yes");
            events.subList(4, events.size()).forEach(view::show);
        }
        moveTo(screen, out);
        assertThat(screen.text()).containsOnlyOnce("Approve? yes").endsWith("no task service answered\n");
    }

    @Test
    void plainAsciiTerminalGetsNoOtherCharacters() throws IOException {
        Terminal ascii = new Terminal(true, false, StandardCharsets.US_ASCII, 70, 50);
        assertThat(finalScreen(CASES.resolve("failing-test.jsonl"), ascii))
                .contains("x test (functional)")
                .contains("...")
                .matches(text -> StandardCharsets.US_ASCII.newEncoder().canEncode(text));
    }

    private static String finalScreen(Path file, Terminal terminal) throws IOException {
        Screen screen = new Screen();
        StringWriter out = new StringWriter();
        try (RunView view = RunView.of(terminal, new PrintWriter(out))) {
            events(file).forEach(view::show);
        }
        moveTo(screen, out);
        return screen.text();
    }

    private static String log(Path file) throws IOException {
        StringWriter out = new StringWriter();
        try (RunView view = RunView.of(Terminal.NONE, new PrintWriter(out))) {
            events(file).forEach(view::show);
        }
        return out.toString();
    }

    /** The lines of the last frame, without control sequences. */
    private static List<String> frame(StringWriter out) {
        String all = out.toString();
        out.getBuffer().setLength(0);
        return all.substring(all.lastIndexOf('\r') + 1)
                .replaceAll("\u001b\\[[?0-9]*[A-Za-z]", "")
                .lines()
                .toList();
    }

    private static void moveTo(Screen screen, StringWriter out) {
        screen.write(out.toString());
        out.getBuffer().setLength(0);
    }

    private static List<KeptnEvent> events(Path file) throws IOException {
        return Files.readAllLines(file).stream()
                .map(line -> KeptnEvent.fromJson(Json.parseObject(line)))
                .toList();
    }

    private static Path beside(Path file, String extension) {
        return file.resolveSibling(file.getFileName().toString().replace(".jsonl", extension));
    }
}

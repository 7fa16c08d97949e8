package sh.keptn.cli.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
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

package sh.keptn.cli.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TerminalTest {

    @Test
    void terminalHasColoursAndIsRewritten() {
        Terminal terminal = Terminal.of(Map.of("LANG", "de_DE.UTF-8", "COLUMNS", "132", "LINES", "50"), null, true);
        assertThat(terminal).isEqualTo(new Terminal(true, true, StandardCharsets.UTF_8, 132, 50));
    }

    @Test
    void pipeIsPlainUtf8() {
        assertThat(Terminal.of(Map.of("LANG", "C"), null, false)).isEqualTo(Terminal.NONE);
    }

    @Test
    void noColorTakesTheColoursOnly() {
        Terminal terminal = Terminal.of(Map.of("NO_COLOR", "1", "LC_ALL", "C.utf8"), null, true);
        assertThat(terminal.colours()).isFalse();
        assertThat(terminal.interactive()).isTrue();
        assertThat(terminal.unicode()).isTrue();
    }

    @Test
    void emptyNoColorDoesNotCount() {
        assertThat(Terminal.of(Map.of("NO_COLOR", ""), "UTF-8", true).colours()).isTrue();
    }

    @Test
    void dumbTerminalIsPlain() {
        Terminal terminal = Terminal.of(Map.of("TERM", "dumb"), "UTF-8", true);
        assertThat(terminal.interactive()).isFalse();
        assertThat(terminal.colours()).isFalse();
    }

    @Test
    void localeWithoutUtf8IsAscii() {
        assertThat(Terminal.of(Map.of("LANG", "C"), null, true).unicode()).isFalse();
    }

    @Test
    void nonsensicalSizesAreIgnored() {
        Terminal terminal = Terminal.of(Map.of("COLUMNS", "0", "LINES", "many"), "UTF-8", true);
        assertThat(terminal.columns()).isEqualTo(80);
        assertThat(terminal.rows()).isEqualTo(24);
    }
}

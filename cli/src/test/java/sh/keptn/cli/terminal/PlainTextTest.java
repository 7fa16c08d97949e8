package sh.keptn.cli.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class PlainTextTest {

    /** A text, as a line, its first line, as lines. */
    static Stream<Arguments> texts() {
        return Stream.of(
                Arguments.of("p95 → 👩‍💻 µs", "p95 → 👩‍💻 µs", "p95 → 👩‍💻 µs", "p95 → 👩‍💻 µs"),
                Arguments.of("  two\n lines", "  two  lines", "  two", "  two\n lines"),
                Arguments.of("a\tb\r\nc", "a b  c", "a b", "a\tb \nc"),
                Arguments.of("\n\n\u001b[2Jx\u0007", "   [2Jx ", " [2Jx ", "\n\n [2Jx "),
                Arguments.of("a\u0000\u007f\u009b\u0085b", "a    b", "a    b", "a    b"),
                Arguments.of("a\u202e\u2066\u200f\u061c\u2028b", "a     b", "a     b", "a     b"),
                Arguments.of("\n", " ", "", "\n"));
    }

    @ParameterizedTest
    @MethodSource("texts")
    void whatATerminalWouldObeyIsBlank(String text, String line, String firstLine, String lines) {
        assertThat(PlainText.line(text)).isEqualTo(line);
        assertThat(PlainText.firstLine(text)).isEqualTo(firstLine);
        assertThat(PlainText.lines(text)).isEqualTo(lines);
    }
}

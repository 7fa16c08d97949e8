package sh.keptn.services.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OutputTailTest {

    private final OutputTail tail = new OutputTail();

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 65_535, 65_536, 65_537, 81_919, 81_920, 200_000, 1_000_003})
    void keepsTheLastBytes(int length) {
        StringBuilder all = new StringBuilder();
        for (int i = 0; i < length; i++) {
            all.append((char) ('a' + i % 23));
        }
        drain(all.toString());

        assertThat(tail.text()).isEqualTo(all.substring(Math.max(0, length - OutputTail.LIMIT)));
        assertThat(tail.cut().isPresent()).isEqualTo(length > OutputTail.LIMIT);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "x", "xx", "xxx"})
    void cutsBetweenCodePoints(String shift) {
        drain("\uD83D\uDE00".repeat(20_000) + shift);

        assertThat(tail.text())
                .doesNotContain("\uFFFD")
                .startsWith("\uD83D\uDE00")
                .endsWith(shift);
        assertThat(tail.text().getBytes(StandardCharsets.UTF_8)).hasSizeBetween(OutputTail.LIMIT - 3, OutputTail.LIMIT);
    }

    @Test
    void saysHowMuchThereWas() {
        drain("x".repeat(70_000));

        assertThat(tail.cut()).contains("the output had 70000 bytes; only its last 65536 are kept");
    }

    @Test
    void binaryOutputIsAStringOfBoundedSize() {
        byte[] bytes = new byte[100_000];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) (i * 31);
        }
        tail.drain(new ByteArrayInputStream(bytes));

        assertThat(tail.text().getBytes(StandardCharsets.UTF_8)).hasSizeLessThanOrEqualTo(OutputTail.LIMIT);
        assertThat(tail.text()).contains("\uFFFD").doesNotContain("\0");
    }

    @Test
    void keepsTabsLineEndsAndColours() {
        drain("a\tb\r\n\u001b[31mred\0\u0085");

        assertThat(tail.text()).isEqualTo("a\tb\r\n\u001b[31mred\uFFFD\uFFFD");
    }

    private void drain(String text) {
        tail.drain(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
    }
}

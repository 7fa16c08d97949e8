package sh.keptn.cli.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.Reader;
import java.io.StringReader;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Questions to somebody whose lines the test hands over one by one. */
class YesOrNoTest {

    /** Whoever reads a line, until the test lets him. */
    private final Deque<Runnable> waiting = new ArrayDeque<>();

    @ParameterizedTest
    @CsvSource({"y, true", "' YES ', true", "n, false", "No, false"})
    void readsYesOrNo(String line, boolean answer) {
        assertThat(new YesOrNo(new StringReader(line + "\n"), Runnable::run).read(() -> true))
                .contains(answer);
    }

    @Test
    void otherWordsAreNoAnswer() {
        assertThat(new YesOrNo(new StringReader("\nmaybe\nn\ny\n"), Runnable::run).read(() -> true))
                .contains(false);
    }

    @Test
    void endOfTheInputIsNoAnswer() {
        YesOrNo questions = new YesOrNo(new StringReader("later"), Runnable::run);
        assertThat(questions.read(() -> true)).isEmpty();
        assertThat(questions.read(() -> true)).isEmpty();
    }

    @Test
    void inputThatCannotBeReadIsNoAnswer() {
        Reader broken = new Reader() {
            @Override
            public int read(char[] buffer, int offset, int length) throws IOException {
                throw new IOException("the terminal is gone");
            }

            @Override
            public void close() {}
        };
        assertThat(new YesOrNo(broken, Runnable::run).read(() -> true)).isEmpty();
    }

    @Test
    void questionThatNoLongerStandsIsNotWaitedFor() {
        YesOrNo questions = new YesOrNo(new StringReader("y\n"), waiting::add);
        Iterator<Boolean> stands = List.of(true, true, false).iterator();
        assertThat(questions.read(stands::next)).isEmpty();
        assertThat(waiting).as("one reads, however often it was looked").hasSize(1);
    }

    @Test
    void lineForAClosedQuestionDoesNotAnswerTheNextOne() {
        YesOrNo questions = new YesOrNo(new StringReader("y\nn\n"), waiting::add);
        Iterator<Boolean> stands = List.of(true, false).iterator();
        assertThat(questions.read(stands::next)).isEmpty();
        waiting.remove().run();
        assertThat(questions.read(() -> {
                    waiting.forEach(Runnable::run);
                    return true;
                }))
                .contains(false);
    }
}

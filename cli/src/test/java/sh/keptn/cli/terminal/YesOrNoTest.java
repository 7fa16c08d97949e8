package sh.keptn.cli.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.Reader;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Questions to somebody whose lines the test hands over one by one. */
class YesOrNoTest {

    private final Keyboard keyboard = new Keyboard();

    /** Whoever reads a line, until the test lets him. */
    private final Deque<Runnable> waiting = new ArrayDeque<>();

    @ParameterizedTest
    @CsvSource({"y, true", "' YES ', true", "n, false", "No, false"})
    void readsYesOrNo(String line, boolean answer) {
        assertThat(new YesOrNo(keyboard, Runnable::run).read(YesOrNoTest::nothingShown, keyboard.types(line + "\n")))
                .contains(answer);
    }

    @Test
    void otherWordsAreNoAnswer() {
        assertThat(new YesOrNo(keyboard, Runnable::run)
                        .read(YesOrNoTest::nothingShown, keyboard.types("\nmaybe\nn\ny\n")))
                .contains(false);
    }

    @Test
    void endOfTheInputIsNoAnswer() {
        YesOrNo questions = new YesOrNo(keyboard, Runnable::run);
        assertThat(questions.read(YesOrNoTest::nothingShown, keyboard.types("later")))
                .isEmpty();
        assertThat(questions.read(YesOrNoTest::nothingShown, () -> true)).isEmpty();
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
        assertThat(new YesOrNo(broken, Runnable::run).read(YesOrNoTest::nothingShown, () -> true))
                .isEmpty();
    }

    @Test
    void questionThatNoLongerStandsIsNotWaitedFor() {
        YesOrNo questions = new YesOrNo(keyboard, waiting::add);
        Iterator<Boolean> stands = List.of(true, true, false).iterator();
        assertThat(questions.read(YesOrNoTest::nothingShown, stands::next)).isEmpty();
        assertThat(waiting).as("one reads, however often it was looked").hasSize(1);
    }

    @Test
    void linesForAClosedQuestionDoNotAnswerTheNextOne() {
        YesOrNo questions = new YesOrNo(keyboard, waiting::add);
        Iterator<Boolean> stands = List.of(true, false).iterator();
        assertThat(questions.read(YesOrNoTest::nothingShown, stands::next)).isEmpty();
        keyboard.type("y\ny\n");
        waiting.remove().run();
        assertThat(questions.read(YesOrNoTest::nothingShown, () -> {
                    keyboard.type("n\n");
                    waiting.forEach(Runnable::run);
                    return true;
                }))
                .contains(false);
    }

    @Test
    void linesAreNoAnswersToQuestionsThatNobodyHasRead() {
        YesOrNo questions = new YesOrNo(keyboard, Runnable::run);
        assertThat(questions.read(YesOrNoTest::nothingShown, keyboard.types("y\ny\n")))
                .contains(true);
        assertThat(questions.read(YesOrNoTest::nothingShown, keyboard.types("n\n")))
                .contains(false);
    }

    @Test
    void whatIsTypedAsSoonAsTheQuestionIsShownAnswersIt() {
        YesOrNo questions = new YesOrNo(keyboard, Runnable::run);
        keyboard.type("n\n");
        assertThat(questions.read(() -> keyboard.type("y\n"), () -> true)).contains(true);
    }

    private static void nothingShown() {}

    /** What somebody types; nothing more comes while nothing is typed. */
    private static final class Keyboard extends Reader {
        private final StringBuilder typed = new StringBuilder();

        void type(String text) {
            typed.append(text);
        }

        /** Types the text when it is first asked whether a question stands. */
        BooleanSupplier types(String text) {
            Iterator<String> texts = List.of(text).iterator();
            return () -> {
                texts.forEachRemaining(this::type);
                return true;
            };
        }

        @Override
        public boolean ready() {
            return !typed.isEmpty();
        }

        @Override
        public int read(char[] buffer, int offset, int length) {
            int count = Math.min(length, typed.length());
            typed.getChars(0, count, buffer, offset);
            typed.delete(0, count);
            return count == 0 ? -1 : count;
        }

        @Override
        public void close() {}
    }
}

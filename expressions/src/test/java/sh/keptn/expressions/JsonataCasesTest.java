package sh.keptn.expressions;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import sh.keptn.events.Json;
import sh.keptn.expressions.Expression.EvaluationException;
import sh.keptn.expressions.Expression.Undefined;

/**
 * Expressions and what JSONata's reference implementation makes of them: {@code same.tsv} where ours is the same, {@code
 * different.tsv} where it is not, with both.
 */
final class JsonataCasesTest {

    private static final Path CASES = Path.of("src/test/cases/jsonata");

    private final StatesFunctions functions = new StatesFunctions(Clock::systemUTC, () -> 0.5);

    @Test
    void expressionsHaveTheResultsOfTheReferenceImplementation() throws IOException {
        check("same.tsv", 1);
    }

    @Test
    void theDifferencesAreKnown() throws IOException {
        check("different.tsv", 2);
    }

    private void check(String file, int column) throws IOException {
        Object input = JsonValues.normal(Json.parse(Files.readString(CASES.resolve("input.json"))));
        List<String> expected = new ArrayList<>();
        List<String> actual = new ArrayList<>();
        for (String line : Files.readAllLines(CASES.resolve(file))) {
            if (!line.startsWith("#")) {
                List<String> parts = Arrays.asList(line.split("\t", -1));
                expected.add(parts.get(0) + " -> " + parts.get(column));
                actual.add(parts.get(0) + " -> " + result(parts.get(0), input));
            }
        }
        assertThat(expected).isNotEmpty();
        assertThat(actual).isEqualTo(expected);
    }

    private String result(String source, @org.jspecify.annotations.Nullable Object input) {
        Expression expression;
        try {
            expression = new Expression(source, functions);
        } catch (IllegalArgumentException e) {
            return "no JSONata";
        }
        try {
            Object value = expression.evaluate(Map.of("states", java.util.Collections.singletonMap("input", input)));
            return value == Undefined.UNDEFINED ? "undefined" : Json.write(value);
        } catch (Expression.UnsupportedResultException e) {
            return "a function";
        } catch (EvaluationException e) {
            return "ERR " + e.getMessage();
        }
    }
}

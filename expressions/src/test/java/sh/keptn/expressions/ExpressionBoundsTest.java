package sh.keptn.expressions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import sh.keptn.expressions.Expression.EvaluationException;

/** Every expression ends, within bounds of time and memory, on the thread that evaluates it. */
final class ExpressionBoundsTest {

    private static final Duration LIMIT = Duration.ofMillis(500);

    /** A single call between two looks at the clock takes some time, and this machine may be busy. */
    private static final Duration SLACK = Duration.ofSeconds(10);

    private static final List<String> TOKENS = List.of(
            "$f",
            "$",
            "$$",
            "$states.input",
            "a",
            "`b c`",
            "1",
            "1.5e3",
            "\"s\"",
            "'t'",
            "null",
            "true",
            "+",
            "-",
            "*",
            "/",
            "%",
            "&",
            "=",
            "!=",
            "<",
            ">=",
            "and",
            "or",
            "in",
            "(",
            ")",
            "[",
            "]",
            "{",
            "}",
            ":",
            ";",
            ",",
            ".",
            "..",
            "?",
            ":=",
            "~>",
            "@",
            "#",
            "^",
            "|",
            "**",
            "!",
            "~",
            "/a/",
            "/* c */",
            "/*",
            "function($x){",
            "\u03bb",
            "$sum",
            "$map",
            "\\",
            "\n",
            "\u00e9");

    private final StatesFunctions functions = new StatesFunctions(Clock::systemUTC, () -> 0.5);

    @ParameterizedTest
    @ValueSource(
            strings = {
                "($f := function($n){$f($n + 1) + 1}; $f(1))",
                "($f := function($n){$f($n + 1)}; $f(1))",
                "$pad('x', 100000000)",
                "$pad('x', -100000000)",
                "$range(1, 1000000000, 1)",
                "[1..10000000]",
                "[1..100000000]",
                "$sum([1..10000000].($ * 2))",
                "$reduce([1..60], function($a, $b){$a & $a}, 'xx')",
                "$reduce([1..60], function($a, $b){[$a, $a]}, [1])",
                "$reduce([1..60], function($a, $b){{'a': $a, 'b': $a}}, {})",
                "$string($reduce([1..60], function($a, $b){[$a, $a]}, [1]))",
                "'' & $reduce([1..60], function($a, $b){[[$a], [$a]]}, [1])",
                "$reduce([1..60], function($a, $b){$append($a, $a)}, [1])",
                "$reduce([1..60], function($a, $b){$map([1, 2], function(){$a})}, [1, 2])",
                "$reduce([1..60], function($a, $b){$zip($a, $a)}, [1, 2])",
                "$reduce([1..60], function($a, $b){$replace($a, 'x', $a)}, 'xx')",
                "$reduce([1..60], function($a, $b){$replace($a, /x/, '$0$0')}, 'xx')",
                "$reduce([1..60], function($a, $b){$join([$a, $a], $a)}, 'xx')",
                "$join($map([1..1000000], function(){$pad('x', 4000000)}))",
                "[1..2000].$pad('x', 4000000)",
                "$split($pad('x', 4000000), '')",
                "$match($pad('x', 4000000, 'x'), /x/)",
                "$match($pad('a', 60, 'a') & '!', /(.*a){25}b/)",
                "$contains($pad('a', 60, 'a') & '!', /(.*a){25}b/)",
                "$split($pad('a', 60, 'a') & '!', /(.*a){25}b/)",
                "$replace($pad('a', 60, 'a') & '!', /(.*a){25}b/, 'x')",
                "/(.*a){25}b/($pad('a', 60, 'a') & '!')",
                "$pad('a', 60, 'a') & '!' ~> /(.*a){25}b/",
                "$filter([$pad('a', 60, 'a') & '!'], /(.*a){25}b/)",
                "$toMillis($pad('1', 100, '1') & 'x', '[Y][M][D][H][m][s][Y][M][D][H][m][s]')",
                "$map([1..1000000], function($x){$map([1..1000000], function($y){$x * $y})})",
                "[1..1000000]^($sum([1..1000]))"
            })
    void whatIsTooMuchIsAnError(String source) {
        Expression expression = new Expression(source, functions);
        long begin = System.nanoTime();
        assertThatThrownBy(() -> expression.evaluate(Map.of(), LIMIT)).isInstanceOf(EvaluationException.class);
        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(LIMIT.plus(SLACK));
    }

    @Test
    void whatIsNestedTooDeepIsNoExpression() {
        int depth = 100_000;
        for (String source : List.of(
                "(".repeat(depth) + "1" + ")".repeat(depth),
                "1+".repeat(depth) + "1",
                "[".repeat(depth),
                "-".repeat(depth))) {
            assertThatThrownBy(() -> new Expression(source, functions))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageEndingWith("...` is no JSONata expression: it is nested too deep");
        }
    }

    /** Parser and functions of the library throw all kinds of exceptions where they meet what they do not expect. */
    @Test
    void whateverIsWrittenIsReadOrRefusedWithASentence() {
        Random random = new Random(20260101);
        for (int i = 0; i < 5_000; i++) {
            String source = random.ints(1 + random.nextInt(6), 0, TOKENS.size())
                    .mapToObj(TOKENS::get)
                    .collect(Collectors.joining(random.nextBoolean() ? " " : ""));
            Expression expression;
            try {
                expression = new Expression(source, functions);
            } catch (IllegalArgumentException e) {
                assertThat(e).hasMessageStartingWith("`" + source + "` is no JSONata expression: ");
                continue;
            }
            try {
                expression.evaluate(Map.of("states", Map.of("input", List.of(1L, "a"))), LIMIT);
            } catch (EvaluationException e) {
                assertThat(e.getMessage()).isNotBlank();
            }
        }
    }

    @Test
    void theLimitIsOfOneEvaluation() {
        Expression expression = new Expression("$sum([1..1000].($ * 2))", functions);
        for (int i = 0; i < 20; i++) {
            assertThat(expression.evaluate(Map.of())).isEqualTo(1_001_000L);
        }
    }

    @Test
    void whatAnExecutionMayHoldCanBeWorkedOn() {
        List<Long> items = java.util.stream.LongStream.range(0, 40_000).boxed().toList();
        Expression expression = new Expression(
                "$sum($map($filter($items, function($i){$i % 2 = 0}), function($i){$number($string($i))}))", functions);
        assertThat(expression.evaluate(Map.of("items", items), Duration.ofMinutes(1)))
                .isEqualTo(399_980_000L);
        assertThat(new Expression("$length($join($items.$string()))", functions)
                        .evaluate(Map.of("items", items), Duration.ofMinutes(1)))
                .isEqualTo(188_890L);
    }
}

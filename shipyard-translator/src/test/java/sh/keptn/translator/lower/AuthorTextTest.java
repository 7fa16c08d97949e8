package sh.keptn.translator.lower;

import static org.assertj.core.api.Assertions.assertThat;

import com.dashjoin.jsonata.Jsonata;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import sh.keptn.translator.asl.JsonataExpression;

final class AuthorTextTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{% $states.context.Task.Token %}",
                " {%1%} ",
                "{% open",
                "closed %}",
                "${DispatchTask}",
                "{% \"quote\" \\ back\nslash \u0000 😀 %}"
            })
    void textThatLooksLikeCodeBecomesALiteralOfItself(String text) {
        assertThat(AuthorText.literal(text)).isInstanceOfSatisfying(JsonataExpression.class, literal -> {
            assertThat(literal.source()).doesNotContain("%").doesNotContain("$");
            assertThat(Jsonata.jsonata(literal.source()).evaluate(null)).isEqualTo(text);
        });
    }

    @Test
    void otherTextStaysAsItIs() {
        assertThat(AuthorText.literal("50 % {of} $it")).isEqualTo("50 % {of} $it");
        assertThat(AuthorText.literal(List.of(1L, true))).isEqualTo(List.of(1L, true));
    }

    @Test
    void aMapWithSuchAKeyIsALiteralAsAWhole() {
        Map<String, Object> map = Map.of("${x}", List.of(1L, Map.of("a", "b")));
        assertThat(AuthorText.literal(map))
                .isInstanceOfSatisfying(
                        JsonataExpression.class,
                        literal -> assertThat(Jsonata.jsonata(literal.source()).evaluate(null))
                                .hasToString("{${x}=[1, {a=b}]}"));
    }
}

package sh.keptn.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonTest {

    @Test
    void valuesAreThoseOfTheJdk() {
        Map<String, @Nullable Object> expected = new LinkedHashMap<>();
        expected.put("text", "ä\n\"");
        expected.put("whole", 3L);
        expected.put("large", new BigInteger("12345678901234567890"));
        expected.put("fraction", 0.5);
        expected.put("exponent", 1000.0);
        expected.put("list", Arrays.asList(true, null, List.of()));
        expected.put("object", Map.of());
        assertThat(Json.parse("{\"text\":\"ä\\n\\\"\",\"whole\":3,\"large\":12345678901234567890,\"fraction\":0.5,"
                        + "\"exponent\":1e3,\"list\":[true,null,[]],\"object\":{}}"))
                .isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"b\":1,\"a\":[1.5,\"x\",null,true,{}]}",
                "[]",
                "\"\"",
                "null",
                "-9223372036854775808",
                "12345678901234567890"
            })
    void whatIsWrittenIsWhatWasRead(String text) {
        assertThat(Json.write(Json.parse(text))).isEqualTo(text);
        assertThat(Json.parse(Json.writePretty(Json.parse(text)))).isEqualTo(Json.parse(text));
    }

    @Test
    void onlyWhatHasToBeIsEscaped() {
        String text = "a\"b\\c/\b\t\n\f\r\u0000\u001F\u007F\u2028\u00E4\uD83D\uDE00";
        String written = "\"a\\\"b\\\\c/\\b\\t\\n\\f\\r\\u0000\\u001F\u007F\u2028\u00E4\uD83D\uDE00\"";
        assertThat(Json.write(text)).isEqualTo(written);
        assertThat(Json.writePretty(Map.of(text, text))).isEqualTo("{\n  " + written + ": " + written + "\n}\n");
        assertThat(Json.parse(written)).isEqualTo(text);
    }

    @Test
    void halfOfASurrogatePairIsEscaped() {
        String text = "\uDE00\uD83D\uDE00\uD83D";

        assertThat(Json.write(text)).isEqualTo("\"\\uDE00\uD83D\uDE00\\uD83D\"");
        assertThat(Json.parse(Json.write(text))).isEqualTo(text);
    }

    @Test
    void wholeNumbersAreWrittenWithoutFraction() {
        assertThat(Json.write(List.of(1.0, 2.5, 1e20))).isEqualTo("[1,2.5,100000000000000000000]");
    }

    @Test
    void numbersAreWrittenAsJavaScriptWritesThem() {
        assertThat(Json.write(List.of(1e-6, 1.23e-6, 1e-7, 1.5e-7, 1e21, 1.5e22, -1.5e300)))
                .isEqualTo("[0.000001,0.00000123,1e-7,1.5e-7,1e+21,1.5e+22,-1.5e+300]");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "{", "[1,]", "{\"a\":1}x", "{\"a\":1,\"a\":2}", "{a:1}", "NaN", "1e999", "'x'"})
    void whatIsNoJsonIsRefusedInOneSentence(String text) {
        assertThatThrownBy(() -> Json.parse(text))
                .isInstanceOf(JsonException.class)
                .satisfies(problem ->
                        assertThat(String.valueOf(problem.getMessage()).lines()).hasSize(1));
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"a\":1,\"a\":2}", "{\"a\":null,\"a\":null}", "{\"\\u0061\":1,\"a\":{}}"})
    void aKeyStandsOnce(String text) {
        assertThatThrownBy(() -> Json.parse("[\n" + text + "]"))
                .isInstanceOf(JsonException.class)
                .hasMessageStartingWith("duplicate key `a` at line 2, column ");
    }

    @Test
    void whatManyHaveNobodyChanges() {
        Map<String, @Nullable Object> fixed = Json.parseFixed("{\"object\":{\"list\":[1,null]}}");
        assertThat(fixed).isEqualTo(Json.parse("{\"object\":{\"list\":[1,null]}}"));
        Map<String, @Nullable Object> object = Json.child(fixed, "object");
        List<?> list = (List<?>) Objects.requireNonNull(object.get("list"));
        assertThatThrownBy(() -> fixed.put("a", 1)).isInstanceOf(UnsupportedOperationException.class);
        assertThatThrownBy(() -> object.remove("list")).isInstanceOf(UnsupportedOperationException.class);
        assertThatThrownBy(list::clear).isInstanceOf(UnsupportedOperationException.class);
        assertThatThrownBy(() -> Json.parseFixed("[]")).isInstanceOf(JsonException.class);
    }

    @Test
    void aValueThatIsNestedTooDeeplyIsRefused() {
        Object deep = List.of();
        for (int i = 0; i < 100_000; i++) {
            deep = List.of(deep);
        }
        Object value = deep;
        assertThatThrownBy(() -> Json.write(value))
                .isInstanceOf(JsonException.class)
                .hasMessageContaining("1000");
    }

    @Test
    void textThatIsNestedTooDeeplyIsRefused() {
        String deep = "[".repeat(100_000);
        assertThatThrownBy(() -> Json.parse(deep)).isInstanceOf(JsonException.class);
    }

    @Test
    void prettyTextIsTheSameEverywhere() {
        Map<String, @Nullable Object> value = new LinkedHashMap<>();
        value.put("a", new ArrayList<>(List.of(1L, Map.of())));
        value.put("b", List.of());
        assertThat(Json.writePretty(value)).isEqualTo("""
                {
                  "a": [
                    1,
                    {}
                  ],
                  "b": []
                }
                """);
    }
}

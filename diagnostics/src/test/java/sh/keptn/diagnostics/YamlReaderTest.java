package sh.keptn.diagnostics;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;

final class YamlReaderTest {

    @Test
    void scalarsFollowTheCoreSchema() {
        YamlNode root = read(
                "a: yes\nb: off\nc: 010\nd: 0x1F\ne: 1.50\nf: .inf\ng: ~\nh: '1'\ni: 99999999999999999999\nj: True");
        Map<String, @Nullable Object> value = ((YamlNode.Mapping) root).toValue();
        assertThat(value.get("a")).isEqualTo("yes");
        assertThat(value.get("b")).isEqualTo("off");
        assertThat(value.get("c")).isEqualTo(10L);
        assertThat(value.get("d")).isEqualTo(31L);
        assertThat(value.get("e")).isEqualTo(1.5);
        assertThat(value.get("f")).isEqualTo(".inf");
        assertThat(value.get("g")).isNull();
        assertThat(value.get("h")).isEqualTo("1");
        assertThat(value.get("i")).isEqualTo(new BigInteger("99999999999999999999"));
        assertThat(value.get("j")).isEqualTo(true);
    }

    @Test
    void numbersAreTakenAsTextWhereTextIsWanted() {
        assertThat(((YamlNode.Mapping) read("name: 0.10")).get("name").flatMap(YamlNode::asText))
                .contains("0.10");
    }

    @Test
    void columnsCountCodePoints() {
        YamlNode.Mapping root = (YamlNode.Mapping) read("\uFEFF😀: {b: 1}");
        YamlNode inner = root.get("😀").orElseThrow();
        assertThat(inner.position()).hasToString("x.yaml:1:4");
    }

    @Test
    void aFileOfTenMegabytesIsRefusedFast() {
        byte[] bytes = new byte[10_000_000];
        Arrays.fill(bytes, (byte) 'a');
        Assertions.assertTimeout(
                Duration.ofSeconds(2),
                () -> assertThat(syntaxError(bytes))
                        .isEqualTo(
                                "x.yaml:1:1: error [yaml-syntax] the file is longer than 1000000 characters; split it"));
    }

    @Test
    void aliasesCannotExplode() {
        StringBuilder bomb = new StringBuilder("a0: &a0 x\n");
        for (int level = 1; level <= 25; level++) {
            bomb.append("a%d: &a%d [*a%d, *a%d]\n".formatted(level, level, level - 1, level - 1));
        }
        Assertions.assertTimeout(
                Duration.ofSeconds(5),
                () -> assertThat(syntaxError(bomb.toString().getBytes(StandardCharsets.UTF_8)))
                        .contains("[yaml-syntax]"));
    }

    @Test
    void ofVeryManyDuplicateKeysTheFirstAreListed() {
        List<Diagnostic> found =
                YamlReader.read("x.yaml", "a: 1\n".repeat(1_000)).diagnostics();
        assertThat(found).hasSize(100);
        assertThat(found.get(98).message()).isEqualTo("the key `a` is already on line 1; remove one of them");
        assertThat(found.get(99).message())
                .isEqualTo("the key `a` is already on line 1; remove one of them;"
                        + " further double keys of this mapping are not listed");
    }

    @Test
    void deepNestingIsRefused() {
        assertThat(syntaxError("[".repeat(100_000).getBytes(StandardCharsets.UTF_8)))
                .contains("the document nests deeper than 100 levels");
    }

    @Test
    void bytesAreRefused() {
        for (String value : List.of("aGk=", "no base 64")) {
            assertThat(syntaxError(("a: !!binary " + value).getBytes(StandardCharsets.UTF_8)))
                    .isEqualTo("x.yaml:1:4: error [yaml-syntax] the tag `tag:yaml.org,2002:binary` is not known here;"
                            + " leave it out");
        }
    }

    @Test
    void controlCharactersAreRefusedWhereTheyStand() {
        assertThat(syntaxError("a: 1\nb: \u0007".getBytes(StandardCharsets.UTF_8)))
                .isEqualTo("x.yaml:2:4: error [yaml-syntax] the character U+0007 is not allowed in YAML");
    }

    @Test
    void otherEncodingsAreUnreadable() {
        assertThat(YamlReader.read("x.yaml", new byte[] {(byte) 0xff, (byte) 0xfe, 'a', 0})
                        .diagnostics())
                .singleElement()
                .hasToString(
                        "x.yaml:1:1: error [file-unreadable] the file is not UTF-8 text; save it in that encoding");
    }

    @Test
    void theFirstDocumentCounts() {
        assertThat(read("---\na: 1\n---\nb: 2\n").toValue()).isEqualTo(Map.of("a", 1L));
        assertThat(read("# nothing\n").isNull()).isTrue();
    }

    @Test
    void aliasesAreResolved() {
        assertThat(read("a: &x [1]\nb: *x\n").toValue()).isEqualTo(Map.of("a", List.of(1L), "b", List.of(1L)));
    }

    @Test
    void aFindingIsShownWithItsLineAndACaret() {
        Diagnostic found =
                Diagnostic.of(DiagnosticCode.YAML_SYNTAX, new SourcePosition("x.yaml", 2, 4), "this is wrong");
        assertThat(new DiagnosticText("a\n\t😀 b\n").render(found))
                .isEqualTo("x.yaml:2:4: error [yaml-syntax] this is wrong\n    \t😀 b\n    \t  ^");
        assertThat(new DiagnosticText("a").render(found)).isEqualTo(found.toString());
    }

    @Test
    void mappingsMergeOthersAndSayMoreThanThese() {
        YamlNode root =
                read("a: &a {k: 1, l: 2}\nb: &b {k: 3, m: 4}\nc: {<<: [*a, *b], l: 5}\nd: {<<: *a, '<<<': 6}\n");
        assertThat(((YamlNode.Mapping) root).get("c").orElseThrow().toValue())
                .isEqualTo(Map.of("k", 1L, "l", 5L, "m", 4L));
        assertThat(((YamlNode.Mapping) root).get("d").orElseThrow().toValue())
                .isEqualTo(Map.of("k", 1L, "l", 2L, "<<<", 6L));
        assertThat(syntaxError("a: {<<: text}"))
                .isEqualTo(
                        "x.yaml:1:9: error [yaml-syntax] `<<` merges `text`, expected a mapping or a list of mappings");
    }

    @Test
    void mergesCannotGoInCircles() {
        assertThat(syntaxError("a: &a {<<: *a}"))
                .isEqualTo("x.yaml:1:4: error [yaml-syntax] the alias of this collection stands inside of it");
        assertThat(syntaxError("a: &a {!!merge <<: *a}")).contains("the tag `!!merge` is not known here");
    }

    @Test
    void aliasesDoNotHideHowDeepADocumentNests() {
        StringBuilder deep = new StringBuilder("a0: &a0 x\n");
        for (int level = 1; level <= 500; level++) {
            deep.append("a%d: &a%d %s*a%d%s\n".formatted(level, level, "[".repeat(90), level - 1, "]".repeat(90)));
        }
        assertThat(syntaxError(deep.toString())).contains("with its aliases the document nests deeper than 100 levels");
    }

    @Test
    void aliasesOfCollectionsAreCounted() {
        assertThat(syntaxError("a: &a [x]\nb: [" + "*a,".repeat(1001) + "]"))
                .contains("names collections by alias more than 1000 times");
    }

    @Test
    void longNumbersAreRefused() {
        assertThat(syntaxError("a: " + "9".repeat(301)))
                .isEqualTo(
                        "x.yaml:1:4: error [yaml-syntax] a number is longer than 300 characters; put it into quotes");
    }

    @Test
    void aMessageStaysOneLineOfReadableLength() {
        SourcePosition start = SourcePosition.startOf("x.yaml");
        assertThat(Diagnostic.of(DiagnosticCode.NO_STAGES, start, "`" + "a".repeat(5_000) + "` is `b\nc\u0007`")
                        .message())
                .isEqualTo("`" + "a".repeat(120) + "...` is `b\\nc\\u0007`");
        assertThat(Diagnostic.of(DiagnosticCode.NO_STAGES, start, "a".repeat(5_000))
                        .message())
                .hasSize(1_003);
    }

    @Test
    void ofALongLineThePartAroundTheWordIsShown() {
        Diagnostic found = Diagnostic.of(DiagnosticCode.YAML_SYNTAX, new SourcePosition("x.yaml", 1, 1_001), "wrong");
        assertThat(new DiagnosticText("a".repeat(1_000) + "b" + "c".repeat(1_000)).render(found))
                .isEqualTo(
                        found + "\n    " + "a".repeat(100) + "b" + "c".repeat(99) + "\n    " + " ".repeat(100) + "^");
    }

    private static String syntaxError(String text) {
        return syntaxError(text.getBytes(StandardCharsets.UTF_8));
    }

    private static YamlNode read(String text) {
        Checked<YamlNode> read = YamlReader.read("x.yaml", text);
        return read.value().orElseThrow(() -> new AssertionError(read.diagnostics()));
    }

    private static String syntaxError(byte[] bytes) {
        List<Diagnostic> found = YamlReader.read("x.yaml", bytes).diagnostics();
        assertThat(found).hasSize(1);
        return found.get(0).toString();
    }
}

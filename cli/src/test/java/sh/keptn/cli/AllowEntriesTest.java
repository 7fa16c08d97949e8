package sh.keptn.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import sh.keptn.services.http.AllowList;
import sh.keptn.translator.uniform.AllowEntry;

/** What {@code keptn validate} says about an entry of {@code allow} is what the HTTP client does with it. */
class AllowEntriesTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "localhost",
                "localhost:8080",
                "jenkins.corp.",
                "my_host",
                "a:1",
                "a:65535",
                "a:0",
                "a:65536",
                "a:",
                ":80",
                "127.0.0.1",
                "127.0.0.1:9000",
                "127.0.0.1.",
                "127.1",
                "256.0.0.1",
                "010.0.0.1",
                "0x7f.1",
                "2130706433",
                "1.2.3.4.5",
                "::1",
                "::",
                "::::",
                ":::1",
                ":1",
                "1:2:3:4:5:6:7:8",
                "1:2:3:4:5:6:7:8:9",
                "1:2:3:4:5:6:7",
                "1::2::3",
                "1:2:3:4:5:6:7:",
                "12345::",
                "1:2:3:4:5:6:10.0.0.1",
                "1:2:3:4:5:6:7:10.0.0.1",
                "[::1]",
                "[::1]:80",
                "[::1]:0",
                "[::1",
                "::ffff:10.0.0.1",
                "fe80::1%eth0",
                "[127.0.0.1]",
                "[a]",
                "::g",
                "10.0.0.0/8",
                "10.0.0.0/33",
                "10.0.0/8",
                "fd00::/8",
                "fd00::/129",
                "10.0.0.0/",
                "10.0.0.0/8/8",
                "a/8",
                "[::1]/8",
                "http://a",
                "a/b",
                "*.corp",
                "*",
                "a b",
                "",
                " ",
                "-a",
                "a-",
                "é.corp",
                "a..b",
                "a_",
                "{{data.host}}"
            })
    void validateAgreesWithTheClient(String entry) {
        assertThat(AllowEntry.isUnderstood(entry)).as(entry).isEqualTo(isTaken(entry));
    }

    private static boolean isTaken(String entry) {
        try {
            AllowList.parse(List.of(entry));
            return true;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }
}

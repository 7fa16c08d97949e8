package sh.keptn.services.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import sh.keptn.services.http.OutgoingHttpException.Reason;

class DestinationTest {

    private static final Map<String, List<String>> NAMES = Map.of(
            "public.example", List.of("93.184.216.34", "2606:2800:220:1::1"),
            "mixed.example", List.of("93.184.216.34", "10.0.0.7"),
            "loop.example", List.of("127.0.0.1"),
            "localhost", List.of("127.0.0.1", "::1"),
            "metadata.example", List.of("169.254.169.254"),
            "jenkins.corp", List.of("10.1.2.3", "10.1.2.4"),
            "nobody.example", List.of());

    @ParameterizedTest
    @CsvSource({
        "http://public.example/a?b=c,       public.example, 80",
        "https://public.example,            public.example, 443",
        "HTTPS://PUBLIC.example.:8443/x,    public.example, 8443",
        "http://93.184.216.34/,             93.184.216.34,  80",
        "'http://[2606:2800:220:1::1]:81/', 2606:2800:220:1::1, 81",
        "http://172.32.0.1/,                172.32.0.1,     80",
        "http://100.128.0.1/,               100.128.0.1,    80",
        "'http://[64:ff9b::5db8:d822]/',    64:ff9b::5db8:d822, 80",
    })
    void publicAddressesAreGood(String url, String host, int port) throws Exception {
        Destination destination = check(url);

        assertThat(destination.host()).isEqualTo(host);
        assertThat(destination.port()).isEqualTo(port);
    }

    @Test
    void keepsAllAddressesAndDropsTheFragment() throws Exception {
        Destination destination = check("http://public.example/a%20b?c#d");

        assertThat(destination.addresses())
                .map(InetAddress::getHostAddress)
                .containsExactly("93.184.216.34", "2606:2800:220:1:0:0:0:1");
        assertThat(destination.url()).hasToString("http://public.example/a%20b?c");
        assertThat(destination.origin()).isEqualTo("http://public.example");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "127.0.0.1            | loopback",
                "127.255.0.3          | loopback",
                "0.0.0.0              | unspecified",
                "0.1.2.3              | unspecified",
                "10.0.0.1             | private",
                "172.16.0.1           | private",
                "172.31.255.255       | private",
                "192.168.1.1          | private",
                "100.64.0.1           | shared by a provider's customers (CGNAT)",
                "100.127.255.255      | shared by a provider's customers (CGNAT)",
                "169.254.1.1          | link-local",
                "169.254.169.254      | a metadata address of the cloud",
                "169.254.170.2        | a metadata address of the cloud",
                "224.0.0.1            | multicast",
                "239.255.255.255      | multicast",
                "255.255.255.255      | reserved",
                "240.0.0.1            | reserved",
                "192.0.2.1            | reserved",
                "198.19.0.1           | reserved",
                "[::]                 | unspecified",
                "[::1]                | loopback",
                "[0:0:0:0:0:0:0:1]    | loopback",
                "[fe80::1]            | link-local",
                "[fec0::1]            | private",
                "[fc00::1]            | private",
                "[fd12:3456::1]       | private",
                "[fd00:ec2::254]      | a metadata address of the cloud",
                "[ff02::1]            | multicast",
                "[2001:db8::1]        | reserved",
                "[4000::1]            | reserved",
                "[100::1]             | reserved",
                "[::ffff:127.0.0.1]   | loopback",
                "[::ffff:7f00:1]      | loopback",
                "[::ffff:a9fe:a9fe]   | a metadata address of the cloud",
                "[::127.0.0.1]        | loopback",
                "[::a00:1]            | private",
                "[::ffff:0:10.0.0.1]  | private",
                "[2002:7f00:1::]      | loopback",
                "[2002:a9fe:a9fe::1]  | a metadata address of the cloud",
                "[64:ff9b::10.0.0.1]  | private",
                "[64:ff9b::a9fe:aa02] | a metadata address of the cloud",
                "[64:ff9b:1::1]       | private",
                "[2001:0:1:2:3:4:80ff:fffe] | loopback",
                "[2606:2800:220:1:0:5efe:a00:1] | private",
            })
    void otherAddressesAreRefusedWhateverTheirForm(String host, String kind) {
        OutgoingHttpException failure = failure("https://" + host + "/secret?token=1");

        assertThat(failure.reason()).isEqualTo(Reason.REFUSED);
        assertThat(failure)
                .hasMessageEndingWith(", which is " + kind + "; the task service's `allow` does not name it")
                .hasMessageNotContaining("secret");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "2130706433",
                "0x7f000001",
                "0x7f.0.0.1",
                "0177.0.0.1",
                "127.1",
                "127.0.1",
                "127.0.0.01",
                "010.0.0.1",
                "127.0.0.1.",
                "0",
                "256.1.1.1",
                "1.2.3.4.5",
                "public.example.1",
                "0x"
            })
    void unusualSpellingsOfAddressesAreRefused(String host) {
        assertThat(failure("http://" + host + "/"))
                .satisfies(failure -> assertThat(failure.reason()).isEqualTo(Reason.REFUSED));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "ftp://public.example/        | refused: the URL's scheme is `ftp`, expected http or https",
                "file:///etc/passwd           | refused: the URL's scheme is `file`, expected http or https",
                "gopher://public.example/     | refused: the URL's scheme is `gopher`, expected http or https",
                "//public.example/            | refused: the URL has no scheme, expected http or https",
                "public.example/hook          | refused: the URL has no scheme, expected http or https",
                "http://u:p@public.example/   | refused: the URL has a user name or password before its host",
                "http://public.example@127.0.0.1/ | refused: the URL has a user name or password before its host",
                "http:///x                    | refused: the URL has no valid host",
                "http:x                       | refused: the URL has no valid host",
                "http://a_b/                  | refused: the URL has no valid host",
                "http://public.example:0/     | refused: the URL's port is 0",
                "http://public.example:70000/ | refused: the URL's port is 70000",
                "http://public.example/a b    | refused: the URL is malformed: Illegal character in path",
                "'http://[fe80::1%25eth0]/'   | refused: `fe80::1%25eth0` is an address with a zone",
                "http://public.example\\@127.0.0.1/ | refused: the URL is malformed: Illegal character in authority",
            })
    void otherUrlsAreRefused(String url, String message) {
        OutgoingHttpException failure = failure(url);

        assertThat(failure).hasMessage(message);
        assertThat(failure.reason()).isEqualTo(Reason.REFUSED);
    }

    @Test
    void oneBadAddressOfANameIsEnough() {
        assertThat(failure("http://mixed.example/"))
                .hasMessage("refused: `mixed.example` is at 10.0.0.7, which is private; the task service's `allow` does"
                        + " not name it");
    }

    @ParameterizedTest
    @ValueSource(strings = {"missing.example", "nobody.example"})
    void aNameWithoutAddressIsNamed(String host) {
        OutgoingHttpException failure = failure("http://" + host + "/");

        assertThat(failure.reason()).isEqualTo(Reason.UNKNOWN_HOST);
        assertThat(failure).hasMessage("the host `" + host + "` has no address");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "http://localhost/         | localhost",
                "http://LOCALHOST./        | localhost",
                "http://localhost/         | LocalHost.",
                "http://localhost:8080/    | localhost:8080",
                "https://localhost/        | localhost:443",
                "http://loop.example/      | 127.0.0.1",
                "http://loop.example/      | 127.0.0.1:80",
                "http://loop.example/      | 127.0.0.0/8",
                "http://127.0.0.1/         | 127.0.0.1/32",
                "http://127.0.0.1/         | 0.0.0.0/0",
                "'http://[::1]:9/'         | ::1",
                "'http://[::1]:9/'         | [::1]",
                "'http://[::1]:9/'         | [::1]:9",
                "'http://[::ffff:10.0.0.1]/' | 10.0.0.0/8",
                "'http://[fd12::7]/'       | fd00::/8",
                "http://jenkins.corp/      | 10.1.2.0/29",
                "http://metadata.example/  | metadata.example",
                "http://mixed.example/     | 10.0.0.7",
            })
    void whatTheListNamesIsGood(String url, String entry) throws Exception {
        assertThat(check(url, "first.example", entry).addresses()).isNotEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "http://localhost:8081/    | localhost:8080",
                "http://loop.example/      | localhost",
                "http://localhost/         | 127.0.0.1",
                "http://loop.example:81/   | 127.0.0.1:80",
                "http://jenkins.corp/      | 10.1.2.3",
                "http://jenkins.corp/      | corp",
                "http://x.jenkins.corp/    | jenkins.corp",
                "'http://[64:ff9b::10.0.0.1]/' | 10.0.0.0/8",
                "http://172.16.0.1/        | 172.16.128.0/17",
                "'http://[::1]/'           | 0.0.0.0/0",
            })
    void whatTheListNamesOtherwiseIsRefused(String url, String entry) {
        OutgoingHttpException failure = catchThrowableOfType(OutgoingHttpException.class, () -> check(url, entry));

        assertThat(failure.reason()).isIn(Reason.REFUSED, Reason.UNKNOWN_HOST);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "http://localhost",
                "10.0.0.0/33",
                "10.0.0/8",
                "localhost:0",
                "localhost:99999",
                "localhost:x",
                "*.corp",
                "127.1",
                "[localhost]",
                "::1/129",
                "a b",
                "2130706433"
            })
    void entriesOfOtherFormsAreNamed(String entry) {
        assertThat(catchThrowableOfType(IllegalArgumentException.class, () -> AllowList.parse(List.of("ok", entry))))
                .hasMessage(
                        "`" + entry + "` is not a host, an address, either with a port, or a range such as 10.0.0.0/8");
    }

    private static OutgoingHttpException failure(String url) {
        return catchThrowableOfType(OutgoingHttpException.class, () -> check(url));
    }

    private static Destination check(String url, String... allow) throws OutgoingHttpException {
        return Destination.check(url, DestinationTest::resolve, AllowList.parse(Arrays.asList(allow)));
    }

    private static List<InetAddress> resolve(String host) throws UnknownHostException {
        @Nullable List<String> addresses = NAMES.get(host);
        if (addresses == null) {
            throw new UnknownHostException(host);
        }
        return addresses.stream()
                .map(text -> IpAddresses.parse(text).orElseThrow())
                .toList();
    }
}

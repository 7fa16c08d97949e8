package sh.keptn.services.sli.monitoring;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import sh.keptn.services.Requests;
import sh.keptn.services.http.AllowList;
import sh.keptn.services.http.Resolver;
import sh.keptn.services.sli.SliProvider;
import sh.keptn.services.sli.SliRequest.Indicator;
import sh.keptn.services.sli.SliRequests;
import sh.keptn.services.sli.SliSource;

final class MonitoringSystemsTest {

    @ParameterizedTest
    @ValueSource(strings = {"prometheus", "dynatrace", "http-json", "graphite", "influxdb", "elasticsearch"})
    void oneWithoutAddressSaysSo(String name) {
        assertThat(message(Map.of(), name))
                .isEqualTo("SLI provider `" + name + "` does not know where to ask; write its `url` in the uniform");
    }

    @Test
    void oneOfAnotherPlatformSaysSo() {
        assertThat(message(Map.of(), "cloudwatch"))
                .isEqualTo("SLI provider `cloudwatch` is asked by an installation on AWS only; name another one in the"
                        + " uniform, such as a `command`");
    }

    @Test
    void thePlatformsOwnAreAskedWithoutAddress() {
        assertThat(find(Map.of("cloudwatch", query -> 7), "cloudwatch")
                        .orElseThrow()
                        .values(SliRequests.of(new Indicator("a", "q")))
                        .values())
                .singleElement()
                .matches(value -> value.isSuccess() && value.value() == 7);
    }

    @ParameterizedTest
    @ValueSource(strings = {"datadog", "newrelic"})
    void vendorsAddressesAreKnown(String name) {
        assertThat(find(Map.of(), name)).isPresent();
    }

    @Test
    void othersAreNoProviders() {
        assertThat(find(Map.of(), "approval")).isEmpty();
    }

    private static String message(Map<String, SliProvider> others, String name) {
        return find(others, name)
                .orElseThrow()
                .values(SliRequests.of(new Indicator("a", "q")))
                .provider()
                .message();
    }

    private static Optional<SliSource> find(Map<String, SliProvider> others, String name) {
        return new MonitoringSystems(secret -> Optional.empty(), Resolver.system(), others, Requests.CLOCK)
                .find(name, "", Map.of(), AllowList.parse(List.of()), null);
    }
}

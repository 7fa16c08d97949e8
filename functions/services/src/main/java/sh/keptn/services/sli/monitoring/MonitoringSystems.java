package sh.keptn.services.sli.monitoring;

import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import sh.keptn.services.http.AllowList;
import sh.keptn.services.http.GuardedHttpClient;
import sh.keptn.services.http.Resolver;
import sh.keptn.services.sli.ProviderSource;
import sh.keptn.services.sli.SliAnswer;
import sh.keptn.services.sli.SliProvider;
import sh.keptn.services.sli.SliSecrets;
import sh.keptn.services.sli.SliSource;

/** The providers that a uniform names with {@code builtin: <name>}: those that are asked by HTTP, and those that the platform adds. */
public final class MonitoringSystems {

    /** Those with an address that their vendor gives. */
    private static final Set<String> KNOWN_ADDRESS = Set.of("datadog", "newrelic");

    /** Those that only some platforms have. */
    private static final Set<String> OF_PLATFORMS = Set.of("cloudwatch");

    private final SliSecrets secrets;
    private final Resolver resolver;
    private final Map<String, SliProvider> others;
    private final Clock clock;

    /**
     * @param secrets that headers may name
     * @param others of this platform, by their names
     */
    public MonitoringSystems(SliSecrets secrets, Resolver resolver, Map<String, SliProvider> others, Clock clock) {
        this.secrets = secrets;
        this.resolver = resolver;
        this.others = Map.copyOf(others);
        this.clock = clock;
    }

    /**
     * The source of values of a built-in; empty if it is no provider. One that cannot be asked answers with a sentence that says
     * what to do.
     *
     * @param url where it is, up to the path of its API; empty where the uniform does not say it
     * @param headers of each request; {@code {{secrets.<name>}}} in a value stands for a secret
     * @param allow what may be called besides public addresses
     * @param timeout how long all values are waited for, null where the uniform does not say it
     */
    public Optional<SliSource> find(
            String name, String url, Map<String, String> headers, AllowList allow, @Nullable Duration timeout) {
        if (OF_PLATFORMS.contains(name) && !others.containsKey(name)) {
            return Optional.of(request -> SliAnswer.errored("SLI provider `" + name
                    + "` is asked by an installation on AWS only; name another one in the uniform,"
                    + " such as a `command`"));
        }
        return provider(name, url, headers, allow)
                .map(provider -> url.isEmpty() && !KNOWN_ADDRESS.contains(name) && !others.containsKey(name)
                        ? request -> SliAnswer.errored("SLI provider `" + name
                                + "` does not know where to ask; write its `url` in the uniform")
                        : new ProviderSource(
                                name, provider, timeout == null ? ProviderSource.TIMEOUT : timeout, clock));
    }

    private Optional<SliProvider> provider(String name, String url, Map<String, String> headers, AllowList allow) {
        Function<String, MonitoringServer> server = address ->
                new MonitoringServer(address, headers, secrets, new GuardedHttpClient(allow, resolver), clock);
        return switch (name) {
            case "prometheus" -> Optional.of(new PrometheusProvider(server.apply(url)));
            case "dynatrace" -> Optional.of(new DynatraceProvider(server.apply(url)));
            case "http-json" -> Optional.of(new HttpJsonProvider(server.apply(url)));
            case "datadog", "newrelic", "graphite", "influxdb", "elasticsearch" ->
                Optional.of(PresetProvider.of(name, url, server));
            default -> Optional.ofNullable(others.get(name));
        };
    }
}

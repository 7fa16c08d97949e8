package sh.keptn.services.sli;

import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import sh.keptn.evaluation.score.Waited;
import sh.keptn.events.KeptnEvent;

/**
 * The indicators of one evaluation ({@code get-sli.triggered}).
 *
 * @param project of the service
 * @param stage where the service runs
 * @param service what is evaluated
 * @param deployment the first of {@code data.deployment.deploymentNames}; empty where there is none
 * @param labels of the event
 * @param filters of the SLO file, in its order
 * @param start where the time begins that is evaluated
 * @param end where it ends
 * @param deadline when values are no longer waited for
 * @param event the {@code evaluation.triggered}, its data whole
 * @param waited what was waited before; null where the provider is asked for the first time
 * @param indicators in the order of the SLO file; one that several objectives name is there as often
 */
public record SliRequest(
        String project,
        String stage,
        String service,
        String deployment,
        Map<String, String> labels,
        Map<String, String> filters,
        Instant start,
        Instant end,
        Instant deadline,
        KeptnEvent event,
        @Nullable Waited waited,
        List<Indicator> indicators) {

    public SliRequest {
        labels = Collections.unmodifiableMap(new LinkedHashMap<>(labels));
        filters = Collections.unmodifiableMap(new LinkedHashMap<>(filters));
        indicators = List.copyOf(indicators);
    }

    /**
     * An indicator.
     *
     * @param name its name in the SLO file
     * @param query what {@code <provider>/sli.yaml} says for it, the files of project, stage and service merged, with its
     *     placeholders; null where no file names it
     */
    public record Indicator(String name, @Nullable String query) {}
}

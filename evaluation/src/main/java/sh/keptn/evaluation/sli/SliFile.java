package sh.keptn.evaluation.sli;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a provider is asked for each indicator ({@code <provider>/sli.yaml}; Keptn spec, service_level_indicator.md).
 *
 * @param indicators queries by the name of the indicator, in the order of the file
 */
public record SliFile(String specVersion, Map<String, String> indicators) {

    public SliFile {
        indicators = Collections.unmodifiableMap(new LinkedHashMap<>(indicators));
    }

    /**
     * The queries of several files; of an indicator that two files have the later file's counts.
     *
     * @param files those of project, stage and service, as far as there are any, in this order
     */
    public static Map<String, String> merge(List<SliFile> files) {
        Map<String, String> merged = new LinkedHashMap<>();
        files.forEach(file -> merged.putAll(file.indicators()));
        return Collections.unmodifiableMap(merged);
    }
}

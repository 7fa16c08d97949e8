package sh.keptn.services.evaluation;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import sh.keptn.diagnostics.Checked;
import sh.keptn.evaluation.sli.SliFile;
import sh.keptn.services.resources.ResourceLevel;
import sh.keptn.services.resources.Resources;
import sh.keptn.services.resources.ResourcesUnavailableException;

/** Finds what a provider is asked: {@code <provider>/sli.yaml} of project, stage and service, the more special one's query wins. */
final class SliQueries {

    private final Resources resources;
    private final ParsedFiles files;

    SliQueries(Resources resources, ParsedFiles files) {
        this.resources = resources;
        this.files = files;
    }

    /**
     * Queries by the name of the indicator; none where there is no file.
     *
     * @param levels the more special ones later
     * @throws NoEvaluationException if a file cannot be had or read
     */
    Map<String, String> of(List<ResourceLevel> levels, String provider) throws NoEvaluationException {
        String uri = provider + "/sli.yaml";
        List<SliFile> found = new ArrayList<>();
        for (ResourceLevel level : levels) {
            Optional<byte[]> content;
            try {
                content = resources.find(level, uri);
            } catch (ResourcesUnavailableException e) {
                throw NoEvaluationException.errored("the SLI file cannot be had: " + e.getMessage());
            }
            if (content.isPresent()) {
                Checked<SliFile> read = files.queries(uri, content.get());
                if (read.value().isEmpty()) {
                    throw NoEvaluationException.errored(
                            "the SLI file of " + level + " cannot be read: " + FirstError.of(read.diagnostics()));
                }
                found.add(read.value().get());
            }
        }
        return SliFile.merge(found);
    }
}

package sh.keptn.services.evaluation;

import java.util.Base64;
import java.util.Optional;
import sh.keptn.diagnostics.Checked;
import sh.keptn.evaluation.slo.Slo;
import sh.keptn.services.resources.ResourceLevel;
import sh.keptn.services.resources.Resources;
import sh.keptn.services.resources.ResourcesUnavailableException;

/** Finds the objectives of a service in a stage; those of another level do not count (Keptn, lighthouse-service). */
final class Objectives {

    private static final String FILE = "slo.yaml";

    private final Resources resources;
    private final ParsedFiles files;

    Objectives(Resources resources, ParsedFiles files) {
        this.resources = resources;
        this.files = files;
    }

    /**
     * Objectives.
     *
     * @param content the file in base64, as events have it
     */
    record Found(Slo slo, String content) {}

    /**
     * The objectives, empty where there is no file.
     *
     * @throws NoEvaluationException if it is not known whether there is one, or it cannot be read: an outage is no pass
     */
    Optional<Found> find(ResourceLevel level) throws NoEvaluationException {
        Optional<byte[]> content;
        try {
            content = resources.find(level, FILE);
        } catch (ResourcesUnavailableException e) {
            throw NoEvaluationException.errored("the SLO file cannot be had: " + e.getMessage());
        }
        if (content.isEmpty()) {
            return Optional.empty();
        }
        Checked<Slo> read = files.objectives(FILE, content.get());
        if (read.value().isEmpty()) {
            throw NoEvaluationException.errored("the SLO file cannot be read: " + FirstError.of(read.diagnostics()));
        }
        return Optional.of(new Found(read.value().get(), Base64.getEncoder().encodeToString(content.get())));
    }
}

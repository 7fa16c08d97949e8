package sh.keptn.services.test;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import sh.keptn.events.Json;
import sh.keptn.services.TaskRequest;
import sh.keptn.services.template.PlaceholderException;
import sh.keptn.services.template.Placeholders;
import sh.keptn.services.template.UrlEscape;

/** Finds out what is to be tested. */
final class Target {

    private static final List<String> DEPLOYMENT_URLS = List.of("deploymentURIsLocal", "deploymentURIsPublic");

    private Target() {}

    /**
     * The URL: the task's property {@code url}, else the scenario's, else the first that the deployment has left, those inside the
     * system before public ones (as Keptn's jmeter-service does). Placeholders are filled.
     *
     * @param ofScenario null where it has none
     * @return empty where nobody names one
     */
    static Optional<String> of(TaskRequest request, @Nullable String ofScenario) throws PlaceholderException {
        Map<String, @Nullable Object> data = request.event().data();
        String own = Json.text(Json.child(data, request.task()), "url");
        String written = own == null || own.isBlank() ? ofScenario : own;
        if (written != null) {
            return Optional.of(new Placeholders(request.event()).fill(written, new UrlEscape()));
        }
        Map<String, @Nullable Object> deployment = Json.child(data, "deployment");
        return DEPLOYMENT_URLS.stream()
                .map(deployment::get)
                .flatMap(urls -> urls instanceof List<?> list ? list.stream() : Stream.empty())
                .filter(url -> url instanceof String text && !text.isBlank())
                .map(String::valueOf)
                .findFirst();
    }
}

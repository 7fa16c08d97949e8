package sh.keptn.services.sli.monitoring;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import sh.keptn.diagnostics.YamlNode;
import sh.keptn.diagnostics.YamlReader;
import sh.keptn.events.Json;
import sh.keptn.services.sli.SliException;
import sh.keptn.services.sli.SliProvider;
import sh.keptn.services.sli.SliQuery;

/**
 * Asks a monitoring system that a file beside this class describes, {@code <name>.yaml}: how it is asked for a query of the user's, and
 * where the number stands in its answer.
 *
 * <p>{@code page} is the vendor's documentation, {@code url} the address where the vendor has one, {@code parts} are the parts of a
 * query, parted by semicolons, with the form that each must have; the other keys are those of a {@link QuestionTemplate}, where the
 * parts and times are placeholders.
 */
final class PresetProvider implements SliProvider {

    private static final List<String> KEYS =
            List.of("page", "url", "parts", "method", "path", "contentType", "body", "value");

    private final MonitoringServer server;
    private final Map<String, Pattern> parts;
    private final QuestionTemplate template;

    private PresetProvider(MonitoringServer server, Map<String, Pattern> parts, QuestionTemplate template) {
        this.server = server;
        this.parts = parts;
        this.template = template;
    }

    /**
     * The provider of a name.
     *
     * @param url empty for the vendor's
     */
    static PresetProvider of(String name, String url, Function<String, MonitoringServer> server) {
        Map<String, @Nullable Object> preset = read(name + ".yaml");
        Map<String, Pattern> parts = new LinkedHashMap<>();
        Json.child(preset, "parts")
                .forEach((part, form) -> parts.put(part, Pattern.compile(String.valueOf(form), Pattern.DOTALL)));
        String vendors = Objects.requireNonNullElse(Json.text(preset, "url"), "");
        try {
            return new PresetProvider(
                    server.apply(url.isEmpty() ? vendors : url), parts, QuestionTemplate.of(preset, KEYS));
        } catch (SliException e) {
            throw new IllegalStateException(name + ".yaml: " + e.getMessage(), e);
        }
    }

    private static Map<String, @Nullable Object> read(String file) {
        try (InputStream in = Objects.requireNonNull(PresetProvider.class.getResourceAsStream(file), file)) {
            YamlNode root = YamlReader.read(file, in.readAllBytes()).value().orElseThrow();
            return Json.object((Map<?, ?>) Objects.requireNonNull(root.toValue()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public double value(SliQuery query) throws SliException {
        MonitoringServer.Question question = template.fill(query.placeholders().withOnlyTimesAnd(parts(query.text())));
        return template.value().number(server.ask(question, query.timeout()));
    }

    private Map<String, String> parts(String text) throws SliException {
        List<String> given = new ArrayList<>(List.of(text.split(";", parts.size())));
        Map<String, String> filled = new LinkedHashMap<>();
        for (Map.Entry<String, Pattern> part : parts.entrySet()) {
            String value = given.isEmpty() ? "" : given.remove(0).strip();
            if (!part.getValue().matcher(value).matches()) {
                String form =
                        parts.keySet().stream().map(name -> "<" + name + ">").collect(Collectors.joining("; "));
                throw SliException.lasting("the query `" + text.strip() + "` is not of the form `" + form + "`");
            }
            filled.put(part.getKey(), value);
        }
        return filled;
    }
}

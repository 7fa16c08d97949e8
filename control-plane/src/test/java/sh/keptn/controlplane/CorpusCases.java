package sh.keptn.controlplane;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import sh.keptn.events.Json;

/** Reads the cases of one file of the conformance corpus; tests are skipped where it is absent. */
public final class CorpusCases {

    private CorpusCases() {}

    /** The cases that the product has to agree with. */
    public static Stream<Map<String, @Nullable Object>> of(String file) throws IOException {
        Path path = Path.of(System.getProperty("corpus", "../../shared/corpus"), "semantics", file);
        assumeTrue(Files.exists(path), "the conformance corpus is not at " + path);
        List<?> cases = (List<?>) Json.parseObject(Files.readString(path)).get("cases");
        return cases.stream()
                .map(item -> Json.object((Map<?, ?>) item))
                .filter(item -> !"differs".equals(item.get("product")));
    }

    /** The items of a list of objects. */
    public static List<Map<String, @Nullable Object>> list(Map<String, @Nullable Object> parent, String key) {
        return parent.get(key) instanceof List<?> items
                ? items.stream().map(item -> Json.object((Map<?, ?>) item)).toList()
                : List.of();
    }
}

package sh.keptn.controlplane.configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import sh.keptn.controlplane.lifecycle.InMemoryStore;

class ConfigurationsTest {

    private static final byte[] BINARY = {0, (byte) 0xff, (byte) 0x80, 1};

    private final InMemoryStore store = new InMemoryStore();
    private final Configurations configurations = new Configurations(store);

    @Test
    void aVersionNeverChanges() {
        String first = configurations.put("shop", Map.of("shipyard.yaml", text("a: 1\n"), "chart.tgz", BINARY));
        String second = configurations.put("shop", Map.of("shipyard.yaml", text("a: 2\n"), "chart.tgz", BINARY));
        assertThat(first).matches("[0-9a-f]{40}").isNotEqualTo(second);
        assertThat(configurations.newest("shop")).contains(second);
        assertThat(configurations.paths("shop", first)).containsExactly("chart.tgz", "shipyard.yaml");
        assertThat(configurations.file("shop", first, "shipyard.yaml")).contains(text("a: 1\n"));
        assertThat(configurations.file("shop", second, "shipyard.yaml")).contains(text("a: 2\n"));
        assertThat(configurations.file("shop", second, "chart.tgz")).contains(BINARY);
    }

    @Test
    void theSameFilesAreTheSameVersionAndStoredOnce() {
        Map<String, byte[]> files = new TreeMap<>(Map.of("a", text("ä"), "b", text("ä"), "c", text("")));
        String version = configurations.put("shop", files);
        assertThat(configurations.put("shop", files)).isEqualTo(version);
        assertThat(store.query("configuration#shop", "file#")).hasSize(2);
        assertThat(configurations.file("shop", version, "c")).contains(text(""));
    }

    @Test
    void theMostSpecificResourceIsFound() {
        String version = configurations.put(
                "shop",
                Map.of(
                        "slo.yaml", text("project"),
                        "dev/slo.yaml", text("stage"),
                        "dev/carts/slo.yaml", text("service"),
                        "sli/a.yaml", text("nested")));
        assertThat(configurations.resource("shop", version, "dev", "carts", "slo.yaml"))
                .contains(text("service"));
        assertThat(configurations.resource("shop", version, "dev", "other", "slo.yaml"))
                .contains(text("stage"));
        assertThat(configurations.resource("shop", version, "prod", "carts", "slo.yaml"))
                .contains(text("project"));
        assertThat(configurations.resource("shop", version, "prod", "carts", "sli/a.yaml"))
                .contains(text("nested"));
        assertThat(configurations.resource("shop", version, "prod", "carts", "none"))
                .isEmpty();
    }

    @Test
    void whatIsUnknownIsEmpty() {
        assertThat(configurations.newest("shop")).isEmpty();
        assertThat(configurations.paths("shop", "0000")).isEmpty();
        assertThat(configurations.file("shop", "0000", "a")).isEmpty();
    }

    @Test
    void aForgottenProjectHasNoFiles() {
        configurations.put("shop", Map.of("a", text("1")));
        configurations.put("other", Map.of("a", text("1")));
        configurations.forget("shop");
        assertThat(store.query("configuration#shop", "")).isEmpty();
        assertThat(configurations.newest("other")).isPresent();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "/etc/passwd", "../x", "a/../b", "a//b", "a/", "./a", "a\\b"})
    void aPathThatLeadsOutIsRefused(String path) {
        Map<String, byte[]> files = Map.of(path, text("x"));
        assertThatThrownBy(() -> configurations.put("shop", files)).isInstanceOf(IllegalArgumentException.class);
        assertThat(store.query("configuration#shop", "")).isEmpty();
    }

    private static byte[] text(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}

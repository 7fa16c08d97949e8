package sh.keptn.test;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The compiled examples in {@code state-machines/} are what {@code keptn translate} writes. */
class CompiledExamplesTest {

    private static final Path ROOT =
            Path.of(System.getProperty("root", "..")).toAbsolutePath().normalize();

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    @Test
    void cartsIsUpToDate() throws IOException, InterruptedException {
        Path golden = ROOT.resolve("state-machines/carts");
        boolean rewrite = !System.getProperty("golden", "false").equals("false");
        Path out = rewrite ? golden : folder;
        KeptnProcess.Result result = KeptnProcess.run(
                ROOT,
                List.of(),
                "translate",
                "--project",
                "sockshop",
                "--shipyard",
                "examples/carts/shipyard.yaml",
                "--uniform",
                "examples/carts/uniform.yaml",
                "--out",
                out.toString());
        assertThat(result.exitCode()).as(result.err()).isZero();
        assertThat(files(out)).isEqualTo(files(golden)).isNotEmpty();
    }

    private static Map<String, String> files(Path folder) throws IOException {
        Map<String, String> files = new TreeMap<>();
        try (Stream<Path> found = Files.walk(folder)) {
            for (Path file : found.filter(Files::isRegularFile).toList()) {
                files.put(folder.relativize(file).toString(), Files.readString(file));
            }
        }
        return files;
    }
}

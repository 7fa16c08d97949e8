package sh.keptn.translator;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Cases on disk with the output that is expected of them; {@code -Dgolden} rewrites the latter. */
final class GoldenFiles {

    private static final boolean REWRITE =
            !System.getProperty("golden", "false").equals("false");

    private GoldenFiles() {}

    /** The cases of a folder: files named {@code *.yaml}, without uniforms and connections that belong to another one. */
    static List<Path> cases(String folder) throws IOException {
        try (Stream<Path> files = Files.list(Path.of("src/test/cases", folder))) {
            List<Path> cases = files.filter(file -> file.toString().endsWith(".yaml")
                            && !file.toString().endsWith(".uniform.yaml")
                            && !file.toString().endsWith(".connections.yaml"))
                    .sorted()
                    .toList();
            assertThat(cases).as("cases in " + folder).isNotEmpty();
            return cases;
        }
    }

    /** The file beside a case with another ending. */
    static Path beside(Path file, String ending) {
        String name = String.valueOf(file.getFileName());
        return file.resolveSibling(name.substring(0, name.length() - ".yaml".length()) + ending);
    }

    static void compare(Path golden, String actual) throws IOException {
        if (REWRITE) {
            Files.writeString(golden, actual);
        }
        assertThat(golden).isRegularFile();
        assertThat(actual).isEqualTo(Files.readString(golden));
    }
}

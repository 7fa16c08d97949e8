package sh.keptn.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Compares an output with the file that holds the expected one; with {@code -Dgolden} it writes the file instead. */
public final class GoldenFile {

    private GoldenFile() {}

    public static void check(Path file, String actual) throws IOException {
        if (!"false".equals(System.getProperty("golden", "false"))) {
            Files.writeString(file, actual);
        }
        assertThat(file).as("golden file; run with -Dgolden to write it").exists();
        assertThat(actual).as(file.toString()).isEqualTo(Files.readString(file));
    }
}

package sh.keptn.test;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;

/** The shared conformance corpus; tests that need it are skipped where it is absent. */
final class Corpus {

    private Corpus() {}

    /** A file of the corpus. */
    static Path file(String path) {
        Path file = Path.of(System.getProperty("corpus", "../../shared/corpus"), path)
                .toAbsolutePath()
                .normalize();
        assumeTrue(Files.exists(file), "the conformance corpus has no " + file);
        return file;
    }
}

package sh.keptn.test;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** An archive of loaded classes, made once: hundreds of processes then start in a third of the time. */
final class SharedClasses {

    /** Options for the JVM; none where no archive can be made, which only costs time. */
    static final List<String> OPTIONS = make();

    private SharedClasses() {}

    private static List<String> make() {
        try {
            Path folder = Files.createTempDirectory("keptn-test-classes-");
            Path archive = folder.resolve("keptn.jsa");
            Process dump = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-XX:+UseSerialGC",
                            "-XX:ArchiveClassesAtExit=" + archive,
                            "--enable-native-access=ALL-UNNAMED",
                            "-Xlog:disable",
                            "-cp",
                            KeptnProcess.classPath(),
                            "sh.keptn.cli.Keptn",
                            "run",
                            "--simulate",
                            "--project=sockshop",
                            "--service=carts",
                            "--output=json",
                            "--shipyard=" + Path.of("src/test/cases/three-stages.shipyard.yaml"))
                    .redirectErrorStream(true)
                    .redirectOutput(folder.resolve("log").toFile())
                    .start();
            archive.toFile().deleteOnExit();
            boolean ended = dump.waitFor(1, TimeUnit.MINUTES);
            return ended && Files.exists(archive) ? List.of("-XX:SharedArchiveFile=" + archive) : List.of();
        } catch (IOException e) {
            return List.of();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return List.of();
        }
    }
}

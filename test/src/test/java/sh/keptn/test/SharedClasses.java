package sh.keptn.test;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * An archive of loaded classes, made once as the launcher makes it: hundreds of processes then start in a third of the time.
 */
final class SharedClasses {

    /** Options for the JVM; none where no archive can be made, which only costs time. */
    static final List<String> OPTIONS = make();

    private SharedClasses() {}

    private static List<String> make() {
        try {
            Path folder = Files.createTempDirectory("keptn-test-classes-");
            Path classes = folder.resolve("classes");
            Path archive = folder.resolve("keptn.jsa");
            for (Path file : List.of(folder, classes, archive, folder.resolve("log"))) {
                file.toFile().deleteOnExit();
            }
            boolean made = java(
                            folder,
                            "-XX:DumpLoadedClassList=" + classes,
                            "-cp",
                            KeptnProcess.classPath(),
                            "sh.keptn.cli.Keptn",
                            "run",
                            "--simulate",
                            "--project=sockshop",
                            "--service=carts",
                            "--output=json",
                            "--shipyard=" + Path.of("src/test/cases/three-stages.shipyard.yaml"))
                    && java(
                            folder,
                            "-Xshare:dump",
                            "-XX:SharedClassListFile=" + classes,
                            "-XX:SharedArchiveFile=" + archive,
                            "-cp",
                            KeptnProcess.classPath());
            return made && Files.exists(archive) ? List.of("-XX:SharedArchiveFile=" + archive) : List.of();
        } catch (IOException e) {
            return List.of();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return List.of();
        }
    }

    private static boolean java(Path folder, String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-Xlog:disable",
                "--enable-native-access=ALL-UNNAMED"));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("log").toFile())
                .start();
        return process.waitFor(1, TimeUnit.MINUTES) && process.exitValue() == 0;
    }
}

package sh.keptn.test.benchmarks;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** The machine on which the benchmarks run, in words. */
final class Machine {

    private static final int SYNCS = 200;
    private static final int PAGE = 4096;

    private Machine() {}

    /** @param folder on the disk that is used */
    static List<String> describe(Path folder) throws IOException {
        return List.of(
                "cores: " + Runtime.getRuntime().availableProcessors() + " " + processor(),
                "memory: " + memoryGigabytes() + " GB",
                "Java: " + System.getProperty("java.vm.name") + " " + System.getProperty("java.vm.version"),
                "system: " + System.getProperty("os.name") + " " + System.getProperty("os.version") + ", "
                        + Files.getFileStore(folder).type(),
                String.format(Locale.ROOT, "4 KB appended and fdatasync: %.0f us in the median", syncMicros(folder)),
                "load before: " + ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage());
    }

    private static String processor() throws IOException {
        Path cpus = Path.of("/proc/cpuinfo");
        if (!Files.exists(cpus)) {
            return System.getProperty("os.arch");
        }
        return Files.readAllLines(cpus).stream()
                .filter(line -> line.startsWith("model name"))
                .map(line -> line.substring(line.indexOf(':') + 1).strip())
                .findFirst()
                .orElse(System.getProperty("os.arch"));
    }

    private static long memoryGigabytes() {
        return ManagementFactory.getOperatingSystemMXBean() instanceof com.sun.management.OperatingSystemMXBean system
                ? Math.round(system.getTotalMemorySize() / 1e9)
                : 0;
    }

    private static double syncMicros(Path folder) throws IOException {
        double[] micros = new double[SYNCS];
        Path file = folder.resolve("sync");
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            for (int i = 0; i < SYNCS; i++) {
                long begin = System.nanoTime();
                channel.write(ByteBuffer.allocate(PAGE));
                channel.force(false);
                micros[i] = (System.nanoTime() - begin) / 1e3;
            }
        }
        Files.delete(file);
        Arrays.sort(micros);
        return micros[SYNCS / 2];
    }
}

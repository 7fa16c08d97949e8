package sh.keptn.test.benchmarks;

import java.lang.management.ManagementFactory;

/** CPU time of this process: what other processes of the machine do changes it less than the time that has passed. */
final class Cpu {

    private final long begin = nanos();

    /** Microseconds since this was made, for each of so many. */
    double microsForEach(long count) {
        return (nanos() - begin) / 1e3 / count;
    }

    private static long nanos() {
        return ManagementFactory.getOperatingSystemMXBean() instanceof com.sun.management.OperatingSystemMXBean system
                ? system.getProcessCpuTime()
                : 0;
    }
}

package sh.keptn.infra;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;

/** Node.js on this machine, in which the CDK runs. */
final class Node {

    private static final boolean IS_THERE = starts();

    private Node() {}

    /** Skips the test where there is none. */
    static void assume() {
        assumeTrue(IS_THERE, "skipped: the CDK needs Node, and `node` cannot be started");
    }

    private static boolean starts() {
        try {
            return new ProcessBuilder("node", "--version")
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}

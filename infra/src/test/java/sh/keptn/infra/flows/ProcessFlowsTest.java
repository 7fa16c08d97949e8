package sh.keptn.infra.flows;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Path;

/** The flows without an account: processes on this machine, and AWS's protocols between them. */
class ProcessFlowsTest extends Flows {

    @Override
    Account account(Path folder) {
        assumeTrue(
                System.getProperty("aws.flows") != null,
                "skipped: a process for each function and more than the time that `verify` has; run it with -Daws.flows");
        return ProcessAccount.start(folder);
    }
}

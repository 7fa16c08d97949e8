package sh.keptn.test;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Shipyards that people wrote for Keptn, played through to their end. */
class RealShipyardsTest {

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
        keptn-on-k3s-keptn-project-templates-delivery-rollout-shipyard-3.yaml | delivery        | approval: pass   | 0 | staging.delivery pass, prod.delivery pass, prod.canaryphase1 pass, prod.canaryphase2 pass, prod.canaryphase3 pass
        keptn-on-k3s-keptn-project-templates-delivery-rollout-shipyard-3.yaml | delivery        | evaluation: fail | 1 | staging.delivery fail, staging.rollback pass
        tutorials-site-tutorials-keptn-full-tour-dynatrace-010.yaml           | delivery-direct | none: pass       | 0 | dev.delivery-direct pass, staging.delivery-direct pass, production.delivery-direct pass
        tutorials-site-tutorials-keptn-full-tour-dynatrace-010.yaml           | delivery        | none: pass       | 0 | dev.delivery pass, staging.delivery pass, production.delivery pass
        keptn-on-k3s-keptn-project-templates-auto-remediation-shipyard.yaml   | remediation     | none: pass       | 0 | production.remediation pass
        """)
    void runToTheirEnd(String file, String sequence, String answer, int exitCode, String finished)
            throws IOException, InterruptedException {
        Path shipyard = Corpus.file("shipyards/valid/" + file);
        String[] taskAndResult = answer.split(": ", -1);
        Path answers = Files.writeString(
                folder.resolve("answers.json"),
                "[{\"task\": \"" + taskAndResult[0] + "\", \"result\": \"" + taskAndResult[1] + "\"}]");
        KeptnProcess.Result result = KeptnProcess.run(
                folder,
                List.of(),
                "run",
                "--simulate",
                "--output=json",
                "--project=shop",
                "--service=carts",
                "--sequence=" + sequence,
                "--answers=" + answers,
                "--shipyard=" + shipyard);
        assertThat(result.exitCode()).as(result.err()).isEqualTo(exitCode);
        assertThat(result.finishedSequences()).containsExactly(finished.split(", ", -1));
    }
}

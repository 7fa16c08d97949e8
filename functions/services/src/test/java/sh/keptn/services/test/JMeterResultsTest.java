package sh.keptn.services.test;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import sh.keptn.scenarios.results.Measured;
import sh.keptn.scenarios.results.TestResults;

final class JMeterResultsTest {

    private static final String HEADER =
            "timeStamp,elapsed,label,responseCode,responseMessage,success,failureMessage\n";

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path folder;

    @Test
    void eachLineIsARequest() throws IOException {
        TestResults results = read(
                HEADER
                        + "1000,40,search,200,OK,true,\n"
                        + "1010,20,\"search, \"\"all\"\"\",200,OK,true,\r\n"
                        + "1500,500,search,503,\"Service\nUnavailable\",false,\n"
                        + "1500,100,order,200,OK,false,\"Test failed: text expected\"\n"
                        + "1000,1000,all of it,200,\"Number of samples in transaction : 4, number of failing samples : 2\",false,\n");

        assertThat(results.steps().keySet()).containsExactly("search", "search, \"all\"", "order");
        assertThat(results.total().requests()).isEqualTo(4);
        assertThat(results.total().errors()).isEqualTo(2);
        assertThat(results.total().throughput()).isEqualTo(4);
        assertThat(results.total().times().min()).isEqualTo(20);
        assertThat(results.total().times().max()).isEqualTo(500);
        assertThat(results.total().failures())
                .extracting(Measured.Failure::message)
                .containsExactly("503 Service\nUnavailable", "Test failed: text expected");
    }

    /** A killed JMeter leaves a line behind that is cut off. */
    @Test
    void aLineThatIsCutOffIsLeftOut() throws IOException {
        assertThat(read(HEADER + "1000,40,search,200,OK,true,\n1000,4").total().requests())
                .isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", HEADER, "timeStamp,elapsed", HEADER + "soon,40,search,200,OK,true,\n"})
    void nothingWasSent(String text) throws IOException {
        Path file = folder.resolve("results.csv");
        Files.writeString(file, text);
        assertThat(JMeterResults.read(file)).isEmpty();
    }

    private TestResults read(String text) throws IOException {
        Path file = folder.resolve("results.csv");
        Files.writeString(file, text);
        return JMeterResults.read(file).orElseThrow().results();
    }
}

package sh.keptn.test;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every line of the {@code aws} command that the page about the endpoint shows is accepted, in the order of the page. */
class AwsEndpointDocumentationTest {

    private static final Path PAGE = Path.of(System.getProperty("root", ".."), "docs/aws-endpoint.md");
    private static final Pattern BLOCK = Pattern.compile("(?ms)^```(\\w*)\n(.*?)^```");

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    @Test
    void everyLineIsAccepted() throws IOException, InterruptedException {
        int done = 0;
        try (RunningEndpoint endpoint = RunningEndpoint.start(folder.resolve("state"))) {
            AwsCommandLine aws = new AwsCommandLine(folder, endpoint.url());
            List<String[]> blocks = BLOCK.matcher(Files.readString(PAGE))
                    .results()
                    .map(block -> new String[] {block.group(1), block.group(2)})
                    .toList();
            for (String[] block : blocks) {
                if (block[0].equals("json")) {
                    Files.writeString(folder.resolve(name(block[1])), block[1]);
                }
                for (String line :
                        block[1].lines().filter(each -> each.startsWith("aws ")).toList()) {
                    String there = line.replace("http://127.0.0.1:4566", endpoint.url());
                    AwsCommandLine.Result result = aws.run(there);
                    assertThat(result.accepted())
                            .as(line + "\n" + result.text())
                            .isTrue();
                    done++;
                }
            }
        }
        assertThat(done).isGreaterThanOrEqualTo(6);
    }

    private static String name(String json) {
        return json.contains("\"StartAt\"")
                ? "definition.json"
                : json.contains("\"DetailType\"") ? "events.json" : "other.json";
    }
}

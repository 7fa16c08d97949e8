package sh.keptn.infra;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sh.keptn.aws.Moto;

/**
 * The commands of the pages for operators are accepted in the order of the page, in an account that has what they name: moto's, in which
 * functions answer without being run. Needs the {@code aws} command, of {@code -Daws.cli}, {@code bash} and {@code jq}.
 */
class AwsPagesTest {

    private static final Path ROOT = Path.of(System.getProperty("root", ".."));
    private static final Path PAGES = ROOT.resolve("docs/aws");
    private static final Path EXAMPLES = ROOT.resolve("examples").toAbsolutePath();
    private static final Path CASES = Path.of("src/test/cases/pages").toAbsolutePath();
    private static final Pattern BLOCK = Pattern.compile("(?ms)^```(\\w*)\n(.*?)^```");

    /** Programs that the pages use and that are not here: what they are called with is written down. */
    private static final String STUBS = """
            set -euo pipefail
            export AWS_ACCESS_KEY_ID=test AWS_SECRET_ACCESS_KEY=test AWS_DEFAULT_REGION=eu-central-1 AWS_PAGER=
            npx() { echo "npx $*"; }
            """;

    /**
     * The pages ask for version 2 of the command, and the registries that tests may use have version 1 only. What makes up for it
     * here: version 1 does not know {@code --cli-binary-format}, without which version 2 takes a payload for base64, so that a
     * payload without it is refused; it calls fewer services by {@code AWS_ENDPOINT_URL}; and it shows times as numbers,
     * where version 2 has ISO 8601, as {@link #CONFIG} says.
     */
    private static final String AWS = """
            #!/usr/bin/env bash
            case " $* " in *" --payload "*)
              case " $* " in *" --cli-binary-format raw-in-base64-out "*) ;;
                *) echo "version 2 takes this payload for base64: $*" >&2; exit 1 ;;
              esac
            esac
            for word; do shift; case $word in
              --cli-binary-format|raw-in-base64-out) ;;
              *) set -- "$@" "$word" ;;
            esac; done
            exec "$AWS_CLI" --endpoint-url "$ENDPOINT" "$@"
            """;

    private static final String CONFIG = "[default]\ncli_timestamp_format = iso8601\n";

    private static final Pattern NOW = Pattern.compile("\"time\":\"20[^\"]+Z\"");

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    @Test
    void failedEventsArePutBackAndTheTableIsRestored() throws IOException, InterruptedException {
        String page = blocks(Files.readString(PAGES.resolve("operating.md")));

        String again = page.substring(
                page.indexOf("N=0\n"), page.indexOf("aws lambda invoke --function-name keptn-sweep:live"));
        String output = run(
                "operating",
                page.replace(again, again.replace("N=0\n", "for N in 0 1 2 3; do\n") + "jq -c . again.json\ndone\n")
                        .replace("aws dynamodb restore-table-from-backup", """
                                aws dynamodb update-table --table-name keptn-restored --no-deletion-protection-enabled
                                aws dynamodb delete-table --table-name keptn-restored
                                aws dynamodb restore-table-from-backup"""));

        assertThat(NOW.matcher(output).replaceAll("\"time\":\"now\""))
                .contains("\"error\": \"no permission\"", "\"error\": \"it failed\"")
                .contains(
                        given("keptn-receiveEvent:live", "{\"of\":\"the rule\"}"),
                        given("keptn-receiveEvent:live", "{\"of\":\"the function\"}"),
                        given("keptn-dispatchSequence:live", """
                                {"detail-type":"sh.keptn.event.dev.delivery.triggered","source":"me","time":"now"}"""),
                        given("chronicle:blue", "{\"type\":\"sh.keptn.event.test.triggered\"}"))
                .contains("npx aws-cdk@2.1148.1 deploy -c alarmEmail=ops@example.com -c projects=../projects"
                        + " -c table=keptn-restored")
                .endsWith("""
                        left in the queue: {"of":"a forward"}
                        bodies/one is there
                        executions: ABORTED, of another installation: RUNNING
                        """);
    }

    /** What is given once more to which function. */
    private static String given(String function, String event) {
        return "{\"function\":\"arn:aws:lambda:eu-central-1:123456789012:function:" + function + "\",\"event\":" + event
                + "}\n";
    }

    @Test
    void aProjectIsBroughtAndDeliveredAndEverythingIsRemoved() throws IOException, InterruptedException {
        String text = Files.readString(PAGES.resolve("first-deployment.md"));
        String page = blocks(text.substring(text.indexOf("## Bring a project"), text.indexOf("## What to check once")));

        assertThat(run("walk", page))
                .contains(
                        "npx aws-cdk@2.1148.1 deploy -c alarmEmail=ops@example.com -c projects=../examples/first-deployment")
                .endsWith("""
                        published: publish carts["name: delivery","name: delivery","name: approval"]
                        triggered: {"project":"carts","service":"carts"}
                        left: []
                        """);
    }

    @Test
    void somebodyInAnotherAccountMayAnswer() throws IOException, InterruptedException {
        String text = Files.readString(PAGES.resolve("connections.md"));

        assertThat(run("senders", blocks(text.substring(text.indexOf("## Senders in other accounts")))))
                .endsWith("""
                        arn:aws:lambda:eu-central-1:123456789012:function:keptn-receiveEvent:live
                        arn:aws:sqs:eu-central-1:123456789012:failed
                        {"sender": "jmeter", "event": <aws.events.event.json>}
                        ["jmeter","arn:aws:iam::111122223333:root"]
                        """);
    }

    @Test
    void whatIsCheckedOnceCanBeChecked() throws IOException, InterruptedException {
        String text = Files.readString(PAGES.resolve("first-deployment.md"));
        String page = blocks(text.substring(text.indexOf("## What to check once")));

        assertThat(run("checks", page))
                .contains("\"keptn-failed-events\",", "ExecutionStarted")
                .endsWith("executions: ABORTED\n");
    }

    /** The commands of a page: its blocks without a language. */
    private static String blocks(String page) {
        return BLOCK.matcher(page)
                .results()
                .filter(block -> block.group(1).isEmpty())
                .map(block -> block.group(2))
                .collect(Collectors.joining());
    }

    /** Runs what makes the account, the page, and what is looked at then; each command must succeed. */
    private String run(String name, String page) throws IOException, InterruptedException {
        String command = System.getProperty("aws.cli", "");
        assumeTrue(!command.isEmpty(), "skipped: each line starts the `aws` command; name it by -Daws.cli");
        URI endpoint = Moto.endpoint();
        post(endpoint.resolve("/moto-api/reset"), "");
        // Functions answer without being run.
        post(endpoint.resolve("/moto-api/config"), "{\"lambda\": {\"use_docker\": false}}");
        Path aws = Files.writeString(folder.resolve("aws"), AWS);
        assertThat(aws.toFile().setExecutable(true)).isTrue();
        Files.writeString(folder.resolve("config"), CONFIG);
        Path script = Files.writeString(
                folder.resolve("script.sh"),
                STUBS
                        + Files.readString(CASES.resolve(name + "-before.sh"))
                        + page
                        + Files.readString(CASES.resolve(name + "-after.sh")));
        ProcessBuilder builder = new ProcessBuilder("bash", script.toString())
                .directory(folder.toFile())
                .redirectErrorStream(true);
        builder.environment().put("PATH", folder + ":" + System.getenv("PATH"));
        builder.environment().put("AWS_CLI", command);
        builder.environment().put("EXAMPLES", EXAMPLES.toString());
        builder.environment().put("AWS_CONFIG_FILE", folder.resolve("config").toString());
        builder.environment().put("ENDPOINT", endpoint.toString());
        Process process = builder.start();
        // Not a file: the commands name /dev/stdout, which would be opened anew and overwritten.
        String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(text).isZero();
        return text;
    }

    private static void post(URI moto, String body) throws IOException, InterruptedException {
        HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(moto)
                                .POST(HttpRequest.BodyPublishers.ofString(body))
                                .build(),
                        HttpResponse.BodyHandlers.discarding());
    }
}

package sh.keptn.test;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import sh.keptn.events.Json;

/**
 * Runs lines of the {@code aws} command. Where the system property {@code aws.cli} names it, the command itself does; else what
 * it would send is sent by a client that makes the operation and its members of the line's words as the command does, so that a
 * misspelt operation, option or value fails too.
 */
final class AwsCommandLine {

    private static final Pattern WORD = Pattern.compile("'([^']*)'|(\\S+)");
    private static final Map<String, String> TARGETS =
            Map.of("stepfunctions", "AWSStepFunctions", "events", "AWSEvents");
    private static final Set<String> STRUCTURES = Set.of("--entries", "--targets");

    private final Path folder;
    private final String url;
    private final HttpClient http = HttpClient.newHttpClient();

    /** @param folder where {@code file://} names files */
    AwsCommandLine(Path folder, String url) {
        this.folder = folder;
        this.url = url;
    }

    /** Whether it was accepted, and what was printed. */
    record Result(boolean accepted, String text) {}

    Result run(String line) throws IOException, InterruptedException {
        String command = System.getProperty("aws.cli");
        return command == null || command.isEmpty() ? send(words(line)) : execute(command, line);
    }

    private Result execute(String command, String line) throws IOException, InterruptedException {
        Path output = Files.createTempFile(folder, "aws", ".out");
        ProcessBuilder builder = new ProcessBuilder(
                        "sh", "-c", line.replaceFirst("^aws", Matcher.quoteReplacement(command)))
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile());
        builder.environment()
                .putAll(Map.of(
                        "AWS_ACCESS_KEY_ID", "any",
                        "AWS_SECRET_ACCESS_KEY", "any",
                        "AWS_DEFAULT_REGION", "eu-west-1",
                        "AWS_ENDPOINT_URL", url,
                        "AWS_PAGER", ""));
        Process process = builder.start();
        if (!process.waitFor(60, TimeUnit.SECONDS)) {
            process.destroyForcibly();
        }
        return new Result(process.exitValue() == 0, Files.readString(output));
    }

    private Result send(List<String> words) throws IOException, InterruptedException {
        String service = words.get(1);
        Map<String, @Nullable Object> members = new LinkedHashMap<>();
        for (int i = 3; i < words.size(); i++) {
            String option = words.get(i);
            boolean hasValue = i + 1 < words.size() && !words.get(i + 1).startsWith("--");
            String value = hasValue ? words.get(++i) : "";
            if (!option.equals("--endpoint-url")) {
                members.put(member(service, option), hasValue ? value(option, value) : !option.startsWith("--no-"));
            }
        }
        String target = TARGETS.get(service) + "." + capital(words.get(2));
        HttpResponse<String> response = http.send(
                HttpRequest.newBuilder(URI.create(url))
                        .header("X-Amz-Target", target)
                        .header(
                                "Authorization",
                                "AWS4-HMAC-SHA256 Credential=any/20260101/eu-west-1/" + service
                                        + "/aws4_request, SignedHeaders=host, Signature=none")
                        .POST(HttpRequest.BodyPublishers.ofString(Json.write(members)))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        return new Result(response.statusCode() == 200, response.body());
    }

    private @Nullable Object value(String option, String word) throws IOException {
        String text = word.startsWith("file://") ? Files.readString(folder.resolve(word.substring(7))) : word;
        return STRUCTURES.contains(option) ? Json.parse(text) : text;
    }

    private static String member(String service, String option) {
        String name = capital(option.replaceFirst("^--(no-)?", ""));
        return service.equals("events") ? name : name.substring(0, 1).toLowerCase(Locale.ROOT) + name.substring(1);
    }

    private static String capital(String dashed) {
        StringBuilder text = new StringBuilder();
        for (String part : dashed.split("-", -1)) {
            text.append(part.substring(0, 1).toUpperCase(Locale.ROOT)).append(part.substring(1));
        }
        return text.toString();
    }

    private static List<String> words(String line) {
        List<String> words = new ArrayList<>();
        WORD.matcher(line).results().forEach(word -> words.add(word.group(1) == null ? word.group(2) : word.group(1)));
        return words;
    }
}

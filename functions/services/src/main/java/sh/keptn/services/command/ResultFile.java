package sh.keptn.services.command;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import sh.keptn.events.Json;
import sh.keptn.events.JsonException;
import sh.keptn.services.AnswerJson;
import sh.keptn.services.MalformedAnswerException;
import sh.keptn.services.TaskAnswer;

/** The file in which a program may say more than its exit code does. */
final class ResultFile {

    /** With the kept output below it still leaves room in an event of 256 KB. */
    static final int LIMIT = 128 * 1024;

    private ResultFile() {}

    /**
     * The program's answer; empty if it wrote no file.
     *
     * @param byExitCode gives what the file leaves out
     */
    static Optional<TaskAnswer> read(Path file, TaskAnswer.Finished byExitCode) {
        if (Files.notExists(file)) {
            return Optional.empty();
        }
        try {
            Map<String, @Nullable Object> json = Json.parseObject(text(file));
            for (String key : json.keySet()) {
                if (!AnswerJson.KEYS.contains(key)) {
                    return malformed("unknown key `" + key + "`, expected " + String.join(", ", AnswerJson.KEYS));
                }
            }
            return Optional.of(AnswerJson.readStep(json, byExitCode));
        } catch (JsonException | MalformedAnswerException e) {
            return malformed(String.valueOf(e.getMessage()));
        } catch (CharacterCodingException e) {
            return malformed("it is not UTF-8");
        } catch (IOException e) {
            return malformed(e.getMessage() == null ? "it cannot be read" : e.getMessage());
        }
    }

    private static String text(Path file) throws IOException {
        if (!Files.isRegularFile(file)) {
            throw new IOException("it is not a file");
        }
        try (InputStream in = Files.newInputStream(file)) {
            byte[] bytes = in.readNBytes(LIMIT + 1);
            if (bytes.length > LIMIT) {
                throw new IOException("it is larger than " + LIMIT + " bytes");
            }
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        }
    }

    private static Optional<TaskAnswer> malformed(String problem) {
        return Optional.of(TaskAnswer.Finished.errored("the result file (KEPTN_RESULT) is malformed: " + problem));
    }
}

package sh.keptn.cli;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import sh.keptn.diagnostics.Diagnostic;
import sh.keptn.diagnostics.DiagnosticCode;
import sh.keptn.diagnostics.SourcePosition;

/** A file that the user has named: its content, or why it cannot be read. */
sealed interface InputFile {

    /** More than any file of a project ever has. */
    int LIMIT = 32 * 1024 * 1024;

    /** The name as the user gave it. */
    String name();

    /** The content. */
    final class Content implements InputFile {
        private final String name;
        private final byte[] bytes;

        Content(String name, byte[] bytes) {
            this.name = name;
            this.bytes = bytes;
        }

        @Override
        public String name() {
            return name;
        }

        /** The content as it is; must not be changed. */
        byte[] bytes() {
            return bytes;
        }

        /** The content as text; what is not UTF-8 is replaced. */
        String text() {
            return new String(bytes, StandardCharsets.UTF_8);
        }

        /** Whether the content is text in UTF-8. */
        boolean isText() {
            return Arrays.equals(text().getBytes(StandardCharsets.UTF_8), bytes);
        }
    }

    /** Why there is no content, as one sentence. */
    record Unreadable(String name, String reason) implements InputFile {

        Diagnostic diagnostic() {
            return Diagnostic.of(DiagnosticCode.FILE_UNREADABLE, SourcePosition.startOf(name), reason);
        }
    }

    /** Reads a file relative to the current folder. */
    static InputFile read(String name) {
        try {
            Path path = Path.of(name);
            if (Files.isDirectory(path)) {
                return new Unreadable(name, "this is a folder, a file was expected");
            }
            try (InputStream in = Files.newInputStream(path)) {
                byte[] bytes = in.readNBytes(LIMIT + 1);
                return bytes.length > LIMIT
                        ? new Unreadable(name, "the file is larger than " + LIMIT / 1024 / 1024 + " MB")
                        : new Content(name, bytes);
            }
        } catch (NoSuchFileException | InvalidPathException e) {
            return new Unreadable(name, "there is no such file");
        } catch (IOException e) {
            return new Unreadable(name, "the file cannot be read: " + Failures.reason(e));
        }
    }
}

package sh.keptn.standalone.crash;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** What people outside of a process know, one line each, on disk before anybody else learns of it. */
final class AcknowledgedFile implements AutoCloseable {

    private final Set<String> lines;
    private final FileChannel file;

    AcknowledgedFile(Path path) throws IOException {
        this.lines = new LinkedHashSet<>(Files.exists(path) ? Files.readAllLines(path) : List.of());
        this.file = FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }

    /** False if it is known already. */
    synchronized boolean add(String line) {
        if (!lines.add(line)) {
            return false;
        }
        try {
            ByteBuffer bytes = ByteBuffer.wrap((line + "\n").getBytes(StandardCharsets.UTF_8));
            while (bytes.hasRemaining()) {
                file.write(bytes);
            }
            file.force(false);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return true;
    }

    synchronized boolean has(String line) {
        return lines.contains(line);
    }

    synchronized List<String> lines() {
        return List.copyOf(lines);
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}

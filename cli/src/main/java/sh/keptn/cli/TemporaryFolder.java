package sh.keptn.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;

/** A folder that is removed with all that is in it when it is closed, and when the process is ended before. */
final class TemporaryFolder implements AutoCloseable {

    private final Path path;
    private final Thread removal;
    private volatile Runnable beforeRemoval = () -> {};

    private TemporaryFolder(Path path) {
        this.path = path;
        this.removal = new Thread(
                () -> {
                    beforeRemoval.run();
                    remove();
                },
                "remove-" + path.getFileName());
    }

    /** Creates a folder with a name that begins with the prefix. */
    static TemporaryFolder create(String prefix) {
        try {
            TemporaryFolder folder = new TemporaryFolder(Files.createTempDirectory(prefix));
            Runtime.getRuntime().addShutdownHook(folder.removal);
            return folder;
        } catch (IOException e) {
            throw new CommandFailedException("cannot make a temporary folder: " + Failures.reason(e));
        }
    }

    Path path() {
        return path;
    }

    /** What needs the folder when the process is ended. What ends a process is done at the same time otherwise. */
    void beforeRemovalAtEnd(Runnable work) {
        beforeRemoval = work;
    }

    @Override
    public void close() {
        remove();
        try {
            Runtime.getRuntime().removeShutdownHook(removal);
        } catch (IllegalStateException e) {
            // The process ends already; removing twice does no harm.
        }
    }

    private void remove() {
        try (Stream<Path> files = Files.walk(path)) {
            files.sorted(Comparator.reverseOrder()).forEach(TemporaryFolder::delete);
        } catch (IOException | UncheckedIOException e) {
            // Gone already, or still being written: the system removes it with its other temporary files.
        }
    }

    private static void delete(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

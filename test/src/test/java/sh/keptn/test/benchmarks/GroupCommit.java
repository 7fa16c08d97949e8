package sh.keptn.test.benchmarks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;

/**
 * Group commit and nothing else: callers hand bytes to one writer, which appends what has come together and calls
 * fdatasync once for all of them. What a durable engine on this disk could do at most if it cost nothing itself.
 */
final class GroupCommit implements AutoCloseable {

    private record Pending(ByteBuffer bytes, CompletableFuture<Boolean> done) {}

    private static final Pending END = new Pending(ByteBuffer.allocate(0), new CompletableFuture<>());

    private final FileChannel file;
    private final LinkedBlockingQueue<Pending> queue = new LinkedBlockingQueue<>();
    private final Thread writer = new Thread(this::write, "group-commit");

    GroupCommit(Path path) throws IOException {
        this.file = FileChannel.open(path, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        writer.start();
    }

    /** Appends bytes; the future completes when they are on disk. */
    CompletableFuture<Boolean> append(byte[] bytes) {
        Pending pending = new Pending(ByteBuffer.wrap(bytes), new CompletableFuture<>());
        queue.add(pending);
        return pending.done();
    }

    /** Waits for what was appended. */
    @Override
    public void close() throws IOException {
        queue.add(END);
        try {
            writer.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        file.close();
    }

    private void write() {
        List<Pending> group = new ArrayList<>();
        try {
            while (!group.contains(END)) {
                group.clear();
                group.add(queue.take());
                queue.drainTo(group);
                ByteBuffer all = ByteBuffer.allocate(group.stream()
                        .mapToInt(pending -> pending.bytes().remaining())
                        .sum());
                group.forEach(pending -> all.put(pending.bytes()));
                all.flip();
                while (all.hasRemaining()) {
                    file.write(all);
                }
                file.force(false);
                group.forEach(pending -> pending.done().complete(true));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}

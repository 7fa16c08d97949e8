package sh.keptn.standalone.crash;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/**
 * The bytes of a database file and of its write-ahead log at one moment. The third file of SQLite, its index, is made anew after
 * a power failure.
 */
final class DatabaseFiles {

    private static final int SECTOR = 512;

    private final byte[] main;
    private final byte[] log;

    private DatabaseFiles(byte[] main, byte[] log) {
        this.main = main;
        this.log = log;
    }

    static DatabaseFiles of(Path file) {
        return new DatabaseFiles(read(file), read(log(file)));
    }

    /** Writes both files, in place of what was there. */
    void write(Path file) {
        delete(file);
        try {
            Files.write(file, main);
            Files.write(log(file), log);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Removes a database. */
    static void delete(Path file) {
        for (String suffix : List.of("", "-wal", "-shm")) {
            try {
                Files.deleteIfExists(file.resolveSibling(file.getFileName() + suffix));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /**
     * What may be on disk when the power fails between this moment and a later one, at both of which everything was synced:
     * each sector that has changed is there or not, and the last one may be garbage. The main file is written after the log
     * has been synced, so where it has changed the log is whole.
     */
    DatabaseFiles tornOnTheWayTo(DatabaseFiles later, Random random) {
        boolean checkpoint = !Arrays.equals(main, later.main);
        return checkpoint && random.nextBoolean()
                ? new DatabaseFiles(torn(main, later.main, random), later.log)
                : new DatabaseFiles(main, torn(log, later.log, random));
    }

    private static byte[] torn(byte[] before, byte[] after, Random random) {
        int written = random.nextInt(101);
        byte[] torn = Arrays.copyOf(before, random.nextBoolean() ? after.length : before.length);
        int last = 0;
        for (int at = 0; at < torn.length; at += SECTOR) {
            int end = Math.min(at + SECTOR, Math.min(torn.length, after.length));
            if (at < end && differs(torn, after, at, end) && random.nextInt(100) < written) {
                System.arraycopy(after, at, torn, at, end - at);
                last = at;
            }
        }
        if (random.nextInt(4) == 0 && last >= before.length) {
            for (int at = last; at < Math.min(last + SECTOR, torn.length); at++) {
                torn[at] = (byte) random.nextInt();
            }
        }
        return last >= before.length && random.nextBoolean()
                ? Arrays.copyOf(torn, last + random.nextInt(Math.min(SECTOR, torn.length - last) + 1))
                : torn;
    }

    private static boolean differs(byte[] first, byte[] second, int from, int to) {
        return !Arrays.equals(first, from, to, second, from, to);
    }

    private static Path log(Path file) {
        return file.resolveSibling(file.getFileName() + "-wal");
    }

    private static byte[] read(Path file) {
        try {
            return Files.exists(file) ? Files.readAllBytes(file) : new byte[0];
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

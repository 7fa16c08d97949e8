package sh.keptn.standalone;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/** A data folder that this process holds: nobody else works in it until it is closed or the process has ended. */
public final class DataFolder implements AutoCloseable {

    private static final int PID_BYTES = 32;
    private static final String DATABASE = "keptn.db";
    private static final String ENDPOINT_DATABASE = "aws-endpoint.db";

    private final Path folder;
    private final FileChannel lockFile;

    private DataFolder(Path folder, FileChannel lockFile) {
        this.folder = folder;
        this.lockFile = lockFile;
    }

    /**
     * Creates the folder where there is none, and takes it.
     *
     * @throws DataFolderException if another process holds it, with its process number, or it cannot be written
     */
    public static DataFolder open(Path folder) {
        if (folder.toString().isEmpty()) {
            // It would be the current one, which nobody means who writes "$DIR".
            throw new DataFolderException("the name of the data folder is empty; name a folder with --data-dir");
        }
        if (Files.exists(folder) && !Files.isDirectory(folder)) {
            throw new DataFolderException("data folder " + folder + " is a file; name a folder with --data-dir");
        }
        try {
            Files.createDirectories(folder);
            FileChannel file = FileChannel.open(
                    folder.resolve("keptn.lock"),
                    StandardOpenOption.CREATE,
                    StandardOpenOption.READ,
                    StandardOpenOption.WRITE);
            if (tryLock(file) == null) {
                String holder = read(file);
                file.close();
                throw new DataFolderException("data folder " + folder + " is in use by process " + holder
                        + "; wait for it to end, or name another folder with --data-dir");
            }
            file.truncate(0);
            file.write(
                    ByteBuffer.wrap(
                            String.valueOf(ProcessHandle.current().pid()).getBytes(StandardCharsets.US_ASCII)),
                    0);
            return new DataFolder(folder, file);
        } catch (IOException e) {
            throw new DataFolderException("data folder " + folder + " cannot be used: " + reason(e)
                    + "; name a folder that you may write to with --data-dir");
        }
    }

    /**
     * Takes a folder that a process has worked in before.
     *
     * @throws DataFolderException if there is none, if another process holds it, or if it cannot be written
     */
    public static DataFolder openExisting(Path folder) {
        if (!Files.isRegularFile(folder.resolve(DATABASE))) {
            throw new DataFolderException("data folder " + folder
                    + " holds no runs; name the folder that `keptn run --data-dir` has worked in");
        }
        return open(folder);
    }

    private static String reason(IOException failure) {
        if (failure instanceof FileSystemException named) {
            String reason = named instanceof AccessDeniedException
                    ? "permission denied"
                    : named instanceof FileAlreadyExistsException ? "it is a file" : named.getReason();
            return named.getFile() + ": " + (reason == null ? "it cannot be created" : reason);
        }
        return String.valueOf(failure.getMessage());
    }

    /** The SQLite file with everything in it. */
    public Path database() {
        return folder.resolve(DATABASE);
    }

    /** The SQLite file of the AWS endpoint, whose executions are nobody else's. */
    public Path endpointDatabase() {
        return folder.resolve(ENDPOINT_DATABASE);
    }

    /** Lets others have the folder. */
    @Override
    public void close() {
        try {
            lockFile.close();
        } catch (IOException e) {
            throw new DataFolderException("data folder " + folder + " cannot be closed: " + e);
        }
    }

    private static @Nullable FileLock tryLock(FileChannel file) throws IOException {
        try {
            // Beyond the process number, which others must be able to read where locks are mandatory.
            return file.tryLock(PID_BYTES, 1, false);
        } catch (OverlappingFileLockException e) {
            return null;
        }
    }

    private static String read(FileChannel file) throws IOException {
        ByteBuffer pid = ByteBuffer.allocate(PID_BYTES);
        int length = file.read(pid, 0);
        return length <= 0 ? "(unknown)" : new String(pid.array(), 0, length, StandardCharsets.US_ASCII);
    }
}

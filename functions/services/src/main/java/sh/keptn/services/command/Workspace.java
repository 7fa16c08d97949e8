package sh.keptn.services.command;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A folder for the files of one run, readable by this user only, gone when the run is over. */
final class Workspace implements AutoCloseable {

    private final Path folder;

    private Workspace(Path folder) {
        this.folder = folder;
    }

    static Workspace create(String event) throws IOException {
        Workspace workspace = new Workspace(Files.createTempDirectory("keptn-command-"));
        try {
            Files.writeString(workspace.event(), event);
        } catch (IOException e) {
            workspace.close();
            throw e;
        }
        return workspace;
    }

    Path event() {
        return folder.resolve("event.json");
    }

    Path result() {
        return folder.resolve("result.json");
    }

    @Override
    public void close() {
        for (Path path : new Path[] {event(), result(), folder}) {
            try {
                Files.deleteIfExists(path);
            } catch (IOException e) {
                // The program left something of its own here: it stays for the system's cleaner of temporary files.
            }
        }
    }
}

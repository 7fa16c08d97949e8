package sh.keptn.test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The launcher {@code ./keptn}, on what a build has left. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "the launcher is a shell script")
class LauncherTest {

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private static Path folder;

    @SuppressWarnings("NullAway.Init")
    private static RepositoryCopy clone;

    @BeforeAll
    static void adoptWhatIsBuilt() throws IOException, InterruptedException {
        clone = RepositoryCopy.in(Files.createDirectory(folder.resolve("a clone")));
        KeptnProcess.Result first = clone.shell(clone.folder(), "./keptn --version");
        assertThat(first.exitCode()).as(first.err()).isZero();
        assertThat(first.err()).as("nothing is built").isEmpty();
    }

    @Test
    void worksFromAnotherFolderAndThroughSymbolicLinks() throws IOException, InterruptedException {
        Path bin = Files.createDirectories(folder.resolve("bin"));
        Files.createSymbolicLink(bin.resolve("first"), Path.of("../a clone/keptn"));
        Files.createSymbolicLink(bin.resolve("keptn"), bin.resolve("first"));
        Path work = Files.createDirectories(folder.resolve("work"));
        new Project(work).tasks("name: greet");
        for (String keptn : new String[] {"'../a clone/keptn'", "../bin/keptn", "PATH=../bin:$PATH; keptn"}) {
            KeptnProcess.Result result = clone.shell(
                    work,
                    keptn + " run --simulate --project shop --service carts --shipyard shipyard.yaml --output json");
            assertThat(result.exitCode()).as(result.err()).isZero();
            assertThat(result.finishedSequences()).containsExactly("dev.delivery pass");
        }
    }

    @Test
    void exitCodesAndArgumentsPassThrough() throws IOException, InterruptedException {
        assertThat(clone.shell(clone.folder(), "./keptn run").exitCode()).isEqualTo(2);
        KeptnProcess.Result missing = clone.shell(clone.folder(), "./keptn validate 'no such $(file).yaml' ''");
        assertThat(missing.exitCode()).isEqualTo(1);
        assertThat(missing.out()).contains("no such $(file).yaml:1:1: error [file-unreadable] there is no such file");
    }

    @Test
    void fullDiskIsNoSuccess() throws IOException, InterruptedException {
        assumeTrue(Files.exists(Path.of("/dev/full")));
        KeptnProcess.Result result = clone.shell(clone.folder(), "./keptn --version >/dev/full");
        assertThat(result.exitCode()).isEqualTo(1);
        assertThat(result.err()).isEqualTo("error: not everything could be written to the output\n");
    }

    @Test
    void changedSourcesInFolderOfSomebodyElse() throws IOException, InterruptedException {
        Path other = Files.createDirectory(folder.resolve("other"));
        RepositoryCopy readOnly = RepositoryCopy.in(other);
        readOnly.shell(other, "./keptn --version");
        Path work = other.resolve("target/keptn");
        assumeTrue(work.toFile().setWritable(false));
        assumeTrue(!Files.isWritable(work), "this user may write everywhere");
        assertThat(readOnly.shell(other, "./keptn --version").exitCode()).isZero();
        KeptnProcess.Result changed = readOnly.shell(other, "mkdir -p cli/src/main/java; ./keptn --version");
        work.toFile().setWritable(true);
        assertThat(changed.exitCode()).as(changed.err()).isEqualTo(1);
        assertThat(changed.err()).contains("cannot be written to").hasLineCount(1);
    }

    @Test
    void brokenArchiveOfClassesDoesNoHarm() throws IOException, InterruptedException {
        KeptnProcess.Result result = clone.shell(
                clone.folder(), "for f in target/keptn/app-*/*.jsa; do echo x >\"$f\"; done; ./keptn --version");
        assertThat(result.exitCode()).as(result.err()).isZero();
        assertThat(result.err()).isEmpty();
    }
}

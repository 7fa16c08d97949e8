package sh.keptn.cli;

import java.util.Objects;
import picocli.CommandLine.IVersionProvider;

/** What {@code keptn --version} prints: the version of the build and the Java that runs it. */
final class Version implements IVersionProvider {

    @Override
    public String[] getVersion() {
        String version =
                Objects.requireNonNullElse(Version.class.getPackage().getImplementationVersion(), "(not packaged)");
        return new String[] {"keptn " + version + " (Java " + System.getProperty("java.version") + ")"};
    }
}

package sh.keptn.infra;

import io.github.cdklabs.cdknag.AwsSolutionsChecks;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import software.amazon.awscdk.App;
import software.amazon.awscdk.Aspects;

/**
 * The CDK app. Reads its settings from the context: {@code cdk deploy -c name=keptn -c alarmEmail=ops@example.com -c
 * projects=FOLDER -c table=NAME}, where each folder in FOLDER is a project, and NAME a restored table; account and region are those of the command line's profile.
 */
public final class KeptnApp {

    private KeptnApp() {}

    /** Called by the cdk command, which sets the folder for what is synthesized. */
    public static void main(String[] arguments) {
        App app = new App();
        String name = text(app, "name");
        Settings settings = new Settings(
                name == null ? "keptn" : name,
                Path.of(System.getProperty("root", "..")).toAbsolutePath().normalize(),
                text(app, "alarmEmail"),
                text(app, "table"),
                projects(text(app, "projects")));
        new KeptnStack(app, settings);
        Aspects.of(app).add(new AwsSolutionsChecks());
        app.synth();
    }

    /** The folders in a folder, by their names; hidden ones such as {@code .git} are no projects. */
    static Map<String, Path> projects(@Nullable String folder) {
        if (folder == null) {
            return Map.of();
        }
        try (Stream<Path> folders = Files.list(Path.of(folder))) {
            return folders.filter(Files::isDirectory)
                    .filter(each -> !String.valueOf(each.getFileName()).startsWith("."))
                    .collect(Collectors.toMap(each -> String.valueOf(each.getFileName()), each -> each));
        } catch (IOException e) {
            throw new IllegalArgumentException("cannot read the folder of projects " + folder, e);
        }
    }

    private static @Nullable String text(App app, String key) {
        Object value = app.getNode().tryGetContext(key);
        return value == null ? null : value.toString();
    }
}

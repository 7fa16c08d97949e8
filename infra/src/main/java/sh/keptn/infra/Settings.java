package sh.keptn.infra;

import java.nio.file.Path;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What an installation can be told.
 *
 * @param name of the installation: its event bus has it, and its functions and rules begin with it; several installations of
 *     one account and region need different ones
 * @param root the project's root folder, in which the functions' artifacts have been built
 * @param alarmEmail who hears of failed events, null for nobody
 * @param table name of a table of this account and region that takes the place of the installation's own, such as one that was
 *     restored; null for its own
 * @param projects folders of projects that come with the installation, by the projects' names
 */
public record Settings(
        String name,
        Path root,
        @Nullable String alarmEmail,
        @Nullable String table,
        Map<String, Path> projects) {

    private static final String NAME = "[a-z][a-z0-9-]{0,19}";

    /** "Naming rules" of DynamoDB. */
    private static final String TABLE = "[a-zA-Z0-9_.-]{3,255}";

    public Settings {
        projects = Collections.unmodifiableMap(new TreeMap<>(projects));
        if (!name.matches(NAME)) {
            throw new IllegalArgumentException(
                    "`" + name + "` is no name of an installation: at most 20 lower case letters,"
                            + " digits and dashes, a letter first; set it with -c name=NAME");
        }
        if (table != null && !table.matches(TABLE)) {
            throw new IllegalArgumentException(
                    "`" + table + "` is no name of a table: expected the name, without its ARN,"
                            + " of one in the account and region of the installation; set it with -c table=NAME");
        }
    }
}

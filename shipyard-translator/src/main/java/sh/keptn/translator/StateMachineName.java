package sh.keptn.translator;

import java.util.Arrays;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import sh.keptn.translator.naming.BoundedName;

/**
 * The names of a state machine and of the file that holds its definition. Characters outside {@code [A-Za-z0-9_-]} become
 * {@code _}; where one was replaced, a part contains {@code -}, or the name is too long, it is cut and ends in {@code -} and
 * 8 hex digits of SHA-256 of its parts joined by {@code /}, so that different sequences never share a name.
 */
public final class StateMachineName {

    private static final int NAME_LIMIT = 80;
    private static final int FILE_LIMIT = 100;
    private static final Pattern NOT_IN_NAME = Pattern.compile("[^A-Za-z0-9_-]");
    private static final Pattern NOT_IN_FILE = Pattern.compile("[^A-Za-z0-9_.-]");

    private StateMachineName() {}

    /**
     * The name under which the machine is published: {@code keptn-<project>-<stage>-<sequence>}, at most 80 characters.
     *
     * @param companion {@code on-failure}, {@code finally} or {@code rollback}, null for the sequence itself
     */
    public static String of(String project, String stage, String sequence, @Nullable String companion) {
        return join("keptn-", "-", NAME_LIMIT, NOT_IN_NAME, project, stage, withCompanion(sequence, companion));
    }

    /** The file's name without folder and {@code .asl.json}: {@code <stage>.<sequence>}, at most 100 characters. */
    public static String fileBase(String stage, String sequence, @Nullable String companion) {
        return join("", ".", FILE_LIMIT, NOT_IN_FILE, stage, withCompanion(sequence, companion));
    }

    private static String withCompanion(String sequence, @Nullable String companion) {
        return companion == null ? sequence : sequence + "." + companion;
    }

    private static String join(String prefix, String separator, int limit, Pattern replaced, String... parts) {
        String plain = prefix + String.join(separator, parts);
        String mapped = replaced.matcher(plain).replaceAll("_");
        boolean isAmbiguous = !mapped.equals(plain)
                || plain.length() > limit
                || Arrays.stream(parts).anyMatch(part -> part.contains("-") || part.contains(separator));
        return isAmbiguous ? BoundedName.hashed(mapped, String.join("/", parts), limit) : mapped;
    }
}

package sh.keptn.translator;

import java.util.regex.Pattern;
import sh.keptn.translator.naming.Sha256;

/** Names rules: {@code keptn-<slug>-<8 hex digits>}, at most 64 characters, EventBridge's limit. */
final class RuleName {

    /** EventBridge's limit. */
    static final int MAX = 64;

    private static final Pattern NOT_ALLOWED = Pattern.compile("[^A-Za-z0-9_.-]");
    private static final int SLUG = MAX - "keptn-".length() - 1 - 8;

    private RuleName() {}

    /**
     * The name.
     *
     * @param slug for people
     * @param identity what makes the rule this one: equal for equal rules only
     */
    static String of(String slug, String identity) {
        String mapped = NOT_ALLOWED.matcher(slug).replaceAll("_");
        return "keptn-" + mapped.substring(0, Math.min(SLUG, mapped.length())) + "-" + Sha256.shortHex(identity);
    }
}

package sh.keptn.translator.uniform;

import java.util.regex.Pattern;

/** The form of a {@code hook}: an http or https URL, which a placeholder may complete or begin. */
public final class HookUrl {

    private static final Pattern FORM = Pattern.compile("(?i:https?)://[^/?#\\s].*|\\{\\{.*", Pattern.DOTALL);

    private HookUrl() {}

    /** Whether the text can become a URL to call. */
    public static boolean isUnderstood(String text) {
        return FORM.matcher(text).matches();
    }
}

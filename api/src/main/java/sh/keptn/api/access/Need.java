package sh.keptn.api.access;

import org.jspecify.annotations.Nullable;

/**
 * What a request needs to be allowed.
 *
 * @param taskService whose answer it gives, null where it gives none
 */
public record Need(
        Verb verb, String project, String stage, @Nullable String taskService) {

    /** In words, for whoever lacks it. */
    public String text() {
        return verb.word() + " in project `" + project + "`, stage `" + stage + "`"
                + (taskService == null ? "" : ", for task service `" + taskService + "`");
    }
}

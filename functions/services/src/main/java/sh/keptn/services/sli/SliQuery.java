package sh.keptn.services.sli;

import java.time.Duration;
import java.time.Instant;
import sh.keptn.events.KeptnEvent;

/**
 * One indicator to ask for.
 *
 * @param indicator its name in the SLO file
 * @param source the query of the SLI file as it stands there
 * @param placeholders what fills its placeholders
 * @param start where the time begins that is evaluated
 * @param end where it ends
 * @param timeout how long the answer is waited for
 * @param event the {@code evaluation.triggered}
 */
public record SliQuery(
        String indicator,
        String source,
        SliPlaceholders placeholders,
        Instant start,
        Instant end,
        Duration timeout,
        KeptnEvent event) {

    /** The query with its placeholders filled. */
    public String text() {
        return placeholders.fill(source);
    }
}

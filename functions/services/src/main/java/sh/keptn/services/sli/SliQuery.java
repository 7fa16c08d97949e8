package sh.keptn.services.sli;

import java.time.Duration;
import java.time.Instant;
import sh.keptn.events.KeptnEvent;

/**
 * One indicator to ask for.
 *
 * @param indicator its name in the SLO file
 * @param text the query of the SLI file with its placeholders filled
 * @param start where the time begins that is evaluated
 * @param end where it ends
 * @param timeout how long the answer is waited for
 * @param event the {@code evaluation.triggered}
 */
public record SliQuery(String indicator, String text, Instant start, Instant end, Duration timeout, KeptnEvent event) {}

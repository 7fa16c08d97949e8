package sh.keptn.services;

import java.time.Instant;
import sh.keptn.events.KeptnEvent;

/**
 * A task to do.
 *
 * @param event the {@code <task>.triggered} event
 * @param task the task's name
 * @param occurrence which dispatch of this task name in its stage and sequence within the context this is, from 1
 * @param deadline when the answer is no longer waited for
 */
public record TaskRequest(KeptnEvent event, String task, int occurrence, Instant deadline) {}

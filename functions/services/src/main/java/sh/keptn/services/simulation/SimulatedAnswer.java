package sh.keptn.services.simulation;

import java.time.Duration;
import sh.keptn.services.TaskAnswer;

/**
 * An answer and when it comes.
 *
 * @param delay how long after the dispatch, in the time of whoever simulates; zero or more
 */
public record SimulatedAnswer(TaskAnswer answer, Duration delay) {}

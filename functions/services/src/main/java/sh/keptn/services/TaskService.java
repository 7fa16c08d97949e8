package sh.keptn.services;

import java.util.function.Function;

/**
 * Does one task. The caller has sent {@code <task>.started} before and sends what comes back as {@code <task>.finished} or
 * {@code <task>.status.changed}. The same request can come again after a crash: the answer must then be the same.
 */
@FunctionalInterface
public interface TaskService extends Function<TaskRequest, TaskAnswer> {}

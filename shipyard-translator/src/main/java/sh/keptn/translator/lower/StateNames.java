package sh.keptn.translator.lower;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import sh.keptn.translator.naming.BoundedName;
import sh.keptn.translator.shipyard.Task;
import sh.keptn.translator.uniform.CanonicalText;

/**
 * Names states: a task's state has the task's name. Where several tasks share it, their kind is added, then a number; our
 * own states make way for the author's.
 */
final class StateNames {

    private static final int MAX_LENGTH = 80;
    /** What tells tasks of one name apart; the first one that a task has. */
    private static final List<String> KINDS = List.of("kind", "strategy", "teststrategy");

    private final Set<String> taken = new HashSet<>();

    /** The states of tasks, in their order. To be asked first: what follows has to make way. */
    List<String> ofTasks(List<Task> tasks) {
        List<String> names = new ArrayList<>();
        unique(tasks, "").forEach(name -> names.add(take(name)));
        return names;
    }

    /** The states of tasks that follow the progress of another one, in their order. */
    List<String> ofNested(String outerState, List<Task> tasks) {
        List<String> names = new ArrayList<>();
        unique(tasks, outerState + " ").forEach(name -> names.add(take(name)));
        return names;
    }

    /** The states that wait before tasks, in their order. */
    List<String> ofWaits(List<Task> tasks) {
        return unique(tasks, "wait before ").stream().map(this::ofOurs).toList();
    }

    /** A state of ours. */
    String ofOurs(String name) {
        String fitting = fit(name);
        return take(taken.contains(fitting) ? name + " (keptn)" : name);
    }

    private static List<String> unique(List<Task> tasks, String prefix) {
        List<String> names = tasks.stream().map(task -> prefix + task.name()).toList();
        Map<String, Long> first = counts(names);
        List<String> kinds = new ArrayList<>();
        for (int i = 0; i < names.size(); i++) {
            boolean shared = first.getOrDefault(names.get(i), 0L) > 1;
            kinds.add(shared ? names.get(i) + kind(tasks.get(i)) : names.get(i));
        }
        Map<String, Long> second = counts(kinds);
        Map<String, Integer> numbers = new HashMap<>();
        return kinds.stream()
                .map(name -> second.getOrDefault(name, 0L) > 1
                        ? name + " (" + numbers.merge(name, 1, Integer::sum) + ")"
                        : name)
                .toList();
    }

    private static Map<String, Long> counts(List<String> names) {
        return names.stream().collect(Collectors.groupingBy(name -> name, Collectors.counting()));
    }

    private static String kind(Task task) {
        return KINDS.stream()
                .flatMap(key -> CanonicalText.of(task.properties().get(key)).stream())
                .findFirst()
                .map(kind -> " (" + kind + ")")
                .orElse("");
    }

    /** The name cut to what Step Functions allows, and numbered in the rare case that an author chose it already. */
    private String take(String name) {
        return Stream.iterate(1, number -> number + 1)
                .map(number -> fit(number == 1 ? name : name + " (" + number + ")"))
                .filter(taken::add)
                .findFirst()
                .orElseThrow();
    }

    /** Placeholders are substituted anywhere in a definition, so a name must not look like one. */
    private static String fit(String name) {
        return BoundedName.fit(name.replace("${", "_{"), MAX_LENGTH);
    }
}

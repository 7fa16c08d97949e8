package sh.keptn.translator.lower;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import sh.keptn.diagnostics.Diagnostic;
import sh.keptn.diagnostics.DiagnosticCode;
import sh.keptn.translator.shipyard.Shipyard;
import sh.keptn.translator.shipyard.Task;
import sh.keptn.translator.uniform.SelectorTerm;
import sh.keptn.translator.uniform.Uniform;

/** Finds selectors on properties that are lists or maps in a task: selectors see neither, as if the key were missing. */
public final class LeftOutProperties {

    private LeftOutProperties() {}

    /** A warning for each term that a task answers with a list or a map. */
    public static List<Diagnostic> find(Shipyard shipyard, Uniform uniform) {
        List<Diagnostic> found = new ArrayList<>();
        uniform.services().stream()
                .flatMap(service -> service.subscriptions().stream())
                .forEach(subscription -> subscription.terms().stream()
                        .filter(term -> !SelectorTerm.isOfEvent(term.key()))
                        .forEach(term -> tasks(shipyard, subscription)
                                .filter(task -> kind(task, term.key()).isPresent())
                                .findFirst()
                                .ifPresent(task -> found.add(finding(task, term)))));
        return found.stream().distinct().toList();
    }

    private static Stream<Task> tasks(Shipyard shipyard, Uniform.Subscription subscription) {
        return shipyard.stages().stream()
                .flatMap(stage -> stage.sequences().stream())
                .flatMap(sequence -> sequence.tasks().stream())
                .filter(task -> subscription.event().includesTriggeredOf(task.name()));
    }

    private static Optional<String> kind(Task task, String key) {
        Object value = task.properties().get(key);
        return value instanceof List
                ? Optional.of("a list")
                : value instanceof Map ? Optional.of("a mapping") : Optional.empty();
    }

    private static Diagnostic finding(Task task, SelectorTerm term) {
        return Diagnostic.of(
                DiagnosticCode.SELECTOR_KEY_NOT_A_VALUE,
                term.position(),
                "the property `" + term.key() + "` of the task `" + task.name() + "` on line "
                        + task.position().line() + " of " + task.position().file() + " is "
                        + kind(task, term.key()).orElseThrow()
                        + ", which selectors do not see; select by a text, number or boolean");
    }
}

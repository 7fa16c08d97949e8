package sh.keptn.standalone.engine;

import java.util.Map;

/** Runs Choice states: goes where the first Choice rule says whose Condition holds, or to the Default. */
final class ChoiceState {

    private final Draft draft;
    private final StateChanges changes;

    ChoiceState(Draft draft, StateChanges changes) {
        this.draft = draft;
        this.changes = changes;
    }

    void run(State.Choice choice) {
        Scope scope = draft.scope(Map.of());
        for (int i = 0; i < choice.rules().size(); i++) {
            State.Rule rule = choice.rules().get(i);
            if (rule.condition().truth(scope, "Choices[" + i + "]/Condition")) {
                exit(new Way("Choices[" + i + "]/", rule.assign(), rule.output(), rule.next()));
                return;
            }
        }
        if (choice.otherwise() == null) {
            // Differs from the ASL spec ("States.NoChoiceMatched"): this is what Step Functions does.
            throw new StateError(
                    StateError.RUNTIME,
                    "An error occurred while executing the state '" + scope.state() + "' (entered at the event id #"
                            + scope.enteredEvent()
                            + "). Failed to transition out of the state. The state does not point to a next state.",
                    null);
        }
        exit(new Way("", choice.common().assign(), choice.common().output(), choice.otherwise()));
    }

    private void exit(Way way) {
        changes.exit(way, draft.visit().input(), Map.of());
    }
}

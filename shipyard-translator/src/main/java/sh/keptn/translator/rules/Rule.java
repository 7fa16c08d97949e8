package sh.keptn.translator.rules;

import sh.keptn.diagnostics.SourcePosition;

/** A pattern and what it leads to; the name follows from both. */
public record Rule(String description, SourcePosition source, EventPattern pattern, Target target) {

    /** What a rule leads to. */
    public sealed interface Target {
        /** Starts a sequence. */
        record StartSequence(String stage, String sequence) implements Target {}

        /** Hands the event to a task service. */
        record CallService(String service) implements Target {}
    }
}

package sh.keptn.translator.shipyard;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import sh.keptn.diagnostics.SourcePosition;

/**
 * A shipyard: the stages of a project and what happens in them.
 *
 * @param stages in the order of the file
 * @param position of the document
 */
public record Shipyard(Format format, List<Stage> stages, SourcePosition position) {

    /** Name of the sequence, and of its task, that any stage has in Keptn. */
    public static final String EVALUATION = "evaluation";

    public Shipyard {
        stages = List.copyOf(stages);
    }

    /** Whether a sequence is started when this one reports progress, so that its runs end with progress until it has finished. */
    public boolean isFollowedAtProgress(String stage, String sequence) {
        String event = stage + "." + sequence + ".in-progress";
        // In Keptn's own format a trigger on progress never fires.
        return format != Format.SPEC
                && stages.stream()
                        .flatMap(each -> each.sequences().stream())
                        .flatMap(each -> each.triggers().stream())
                        .anyMatch(trigger -> trigger instanceof Trigger.EventHappened happened
                                && happened.event().equals(event));
    }

    /**
     * Each sequence once: as in Keptn the first one of a name is what runs, and what triggers one of the others starts it too.
     */
    public Shipyard withoutRepetitions() {
        return new Shipyard(
                format, stages.stream().map(Stage::withoutRepetitions).toList(), position);
    }

    /**
     * The same with a sequence {@code evaluation} in a stage: where the author wrote none, the evaluation is its only task, as in
     * Keptn, where any stage can be evaluated.
     *
     * @param stage null for the first one
     */
    public Shipyard withGate(@Nullable String stage) {
        List<Stage> gated = new ArrayList<>();
        for (Stage each : stages) {
            boolean isMeant = stage == null ? gated.isEmpty() : each.name().equals(stage);
            gated.add(isMeant ? each.withGate() : each);
        }
        return new Shipyard(format, gated, position);
    }

    /** The same with a sequence {@code evaluation} in every stage. */
    public Shipyard withGates() {
        return new Shipyard(format, stages.stream().map(Stage::withGate).toList(), position);
    }

    /** The families of formats; they differ in what is an error. */
    public enum Format {
        /** {@code apiVersion: spec.keptn.sh/...}. */
        SPEC,
        /** {@code version:} of the user stories, 0.1.0 to 0.2.0.beta, and of the drafts of 0.2.0. */
        USER_STORY,
        /** {@code stages:} at the top, with strategies. */
        LEGACY
    }

    /**
     * A stage.
     *
     * @param settings how deliveries wait for it
     * @param position of the name
     */
    public record Stage(String name, List<Sequence> sequences, QueueSettings settings, SourcePosition position) {
        public Stage {
            sequences = List.copyOf(sequences);
        }

        /** A stage that deliveries wait for as in Keptn. */
        public Stage(String name, List<Sequence> sequences, SourcePosition position) {
            this(name, sequences, QueueSettings.DEFAULT, position);
        }

        private Stage withGate() {
            if (sequences.stream().anyMatch(sequence -> sequence.name().equals(EVALUATION))) {
                return this;
            }
            Task task = new Task(EVALUATION, Map.of(), null, null, null, position);
            List<Sequence> all = new ArrayList<>(sequences);
            all.add(new Sequence(EVALUATION, List.of(task), Map.of(), List.of(), position));
            return new Stage(name, all, settings, position);
        }

        private Stage withoutRepetitions() {
            Map<String, Sequence> byName = new LinkedHashMap<>();
            sequences.forEach(sequence -> byName.merge(sequence.name(), sequence, Sequence::withTriggersOf));
            return new Stage(name, List.copyOf(byName.values()), settings, position);
        }
    }
}

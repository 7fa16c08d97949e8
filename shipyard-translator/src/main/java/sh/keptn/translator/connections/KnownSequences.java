package sh.keptn.translator.connections;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The sequences of the project's shipyard, which connections may name. Where no shipyard is at hand, they may name any. */
final class KnownSequences {

    private final @Nullable Map<String, List<String>> byStage;

    private KnownSequences(@Nullable Map<String, List<String>> byStage) {
        this.byStage = byStage;
    }

    /** @param byStage names of the sequences of each stage */
    static KnownSequences of(Map<String, List<String>> byStage) {
        return new KnownSequences(new LinkedHashMap<>(byStage));
    }

    static KnownSequences any() {
        return new KnownSequences(null);
    }

    /** What is wrong with the name of a stage; empty if nothing is. */
    Optional<String> problem(String stage) {
        return byStage == null || byStage.containsKey(stage)
                ? Optional.empty()
                : Optional.of("there is no stage `" + stage + "`; the shipyard has " + byStage.keySet());
    }

    /** What is wrong with the name of a sequence in a stage; empty if nothing is. */
    Optional<String> problem(String stage, String sequence) {
        Optional<String> problem = problem(stage);
        if (problem.isPresent() || byStage == null) {
            return problem;
        }
        List<String> known = byStage.getOrDefault(stage, List.of());
        return known.contains(sequence)
                ? Optional.empty()
                : Optional.of("the stage `" + stage + "` has no sequence `" + sequence + "`; it has " + known);
    }
}

package sh.keptn.standalone.engine;

import java.util.List;

/** A definition cannot run here; says everything that is wrong with it, each in one sentence. */
public final class InvalidDefinitionException extends IllegalArgumentException {

    private static final long serialVersionUID = 1L;

    private final List<String> problems;

    InvalidDefinitionException(List<String> problems) {
        super(String.join("\n", problems));
        this.problems = List.copyOf(problems);
    }

    /** At least one sentence, in the order of the definition. */
    public List<String> problems() {
        return problems;
    }
}

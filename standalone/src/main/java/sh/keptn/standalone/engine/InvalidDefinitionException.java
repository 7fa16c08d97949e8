package sh.keptn.standalone.engine;

import java.util.ArrayList;
import java.util.List;

/** A definition cannot run here; says everything that is wrong with it, each in one sentence. */
public final class InvalidDefinitionException extends IllegalArgumentException {

    private static final long serialVersionUID = 1L;

    /** Of a class that can be serialized, as exceptions can. */
    private final ArrayList<String> problems;

    InvalidDefinitionException(List<String> problems) {
        super(String.join("\n", problems));
        this.problems = new ArrayList<>(problems);
    }

    /** At least one sentence, in the order of the definition. */
    public List<String> problems() {
        return List.copyOf(problems);
    }
}

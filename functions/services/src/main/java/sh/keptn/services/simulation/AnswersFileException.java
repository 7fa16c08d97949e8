package sh.keptn.services.simulation;

import java.util.List;

/** An answers file that cannot be used. */
public final class AnswersFileException extends Exception {

    private static final long serialVersionUID = 1L;

    /** Kept as an array, as exceptions are serializable and lists need not be. */
    private final String[] problems;

    AnswersFileException(List<String> problems) {
        super(String.join("\n", problems));
        this.problems = problems.toArray(String[]::new);
    }

    /** All that is wrong, one sentence each, in the order of the file: {@code answers.json: [2].delay: expected ...}. */
    public List<String> problems() {
        return List.of(problems);
    }
}

package sh.keptn.standalone.engine;

import java.util.List;

/** Which error names {@code ErrorEquals} matches (Step Functions, "Handling errors in workflows"). */
final class ErrorNames {

    private ErrorNames() {}

    static boolean match(List<String> errorEquals, String error) {
        boolean terminal = error.equals(StateError.DATA_LIMIT) || error.equals(StateError.RUNTIME);
        boolean timeout = error.equals(StateError.TIMEOUT) || error.equals(StateError.HEARTBEAT_TIMEOUT);
        for (String name : errorEquals) {
            boolean matches = switch (name) {
                case "States.ALL" -> !terminal;
                case "States.TaskFailed" -> !terminal && !timeout;
                case StateError.TIMEOUT -> timeout;
                default -> name.equals(error);
            };
            if (matches) {
                return true;
            }
        }
        return false;
    }
}

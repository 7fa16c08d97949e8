package sh.keptn.translator.lower;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import sh.keptn.diagnostics.SourcePosition;
import sh.keptn.translator.shipyard.Task;

final class StateNamesTest {

    private static Task task(String name, Map<String, Object> properties) {
        return new Task(name, properties, null, null, null, SourcePosition.startOf("x"));
    }

    @Test
    void tasksOfOneNameAreToldApartByTheirKindAndThenByNumber() {
        List<Task> tasks = List.of(
                task("test", Map.of("kind", "functional")),
                task("test", Map.of("strategy", "load", "teststrategy", "x")),
                task("test", Map.of("teststrategy", "load")),
                task("test", Map.of()),
                task("release", Map.of("strategy", "direct")));
        assertThat(new StateNames().ofTasks(tasks))
                .containsExactly("test (functional)", "test (load) (1)", "test (load) (2)", "test", "release");
    }

    @Test
    void anAuthorsNumberIsNotTakenTwice() {
        List<Task> tasks = List.of(task("test", Map.of()), task("test", Map.of()), task("test (1)", Map.of()));
        assertThat(new StateNames().ofTasks(tasks)).doesNotHaveDuplicates().contains("test (1)", "test (2)");
    }

    @Test
    void ourStatesMakeWay() {
        StateNames names = new StateNames();
        assertThat(names.ofTasks(List.of(task("complete", Map.of())))).containsExactly("complete");
        assertThat(names.ofOurs("complete")).isEqualTo("complete (keptn)");
    }

    @Test
    void namesFitIntoEightyCharacters() {
        assertThat(new StateNames().ofTasks(List.of(task("t".repeat(90), Map.of()), task("${x}", Map.of()))))
                .allSatisfy(name -> assertThat(name).hasSizeLessThanOrEqualTo(80))
                .contains("_{x}");
    }
}

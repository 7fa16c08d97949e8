package sh.keptn.translator;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/**
 * Writes the state machines of all shipyards at hand, the examples', the cases' and the corpus's, to the folder {@code machines}:
 * validators of others read them there.
 */
@EnabledIfSystemProperty(
        named = "machines",
        matches = ".+",
        disabledReason = "without -Dmachines=FOLDER nobody reads them")
final class StateMachineFilesTest {

    private static final Path TO = Path.of(System.getProperty("machines", "target/machines"));

    private static final List<Path> FROM = List.of(
            Path.of("../examples"),
            Path.of("../test/src/test/cases"),
            Path.of("src/test/cases"),
            Path.of(System.getProperty("corpus", "../shared/corpus"), "shipyards/valid"));

    @Test
    void stateMachinesOfAllShipyards() throws IOException {
        int shipyards = 0;
        for (Path folder : FROM) {
            for (Path file : files(folder)) {
                if (write(file, TO.resolve(String.valueOf(shipyards)))) {
                    shipyards++;
                }
            }
        }
        System.out.println("state machines of " + shipyards + " shipyards");
        assertThat(shipyards).isPositive();
    }

    private static List<Path> files(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(file -> file.toString().endsWith(".yaml"))
                    .sorted()
                    .toList();
        }
    }

    /** Whether the file is a shipyard that compiles, which tests of their own say of those that have to. */
    private static boolean write(Path file, Path to) throws IOException {
        Path uniform = GoldenFiles.beside(file, ".uniform.yaml");
        Optional<Plan> plan = Translator.translate(
                        "shop", source(file), Files.isRegularFile(uniform) ? source(uniform) : null)
                .value();
        for (Plan.StateMachine machine : plan.map(Plan::stateMachines).orElse(List.of())) {
            Path definition = to.resolve(machine.file());
            Files.createDirectories(definition.getParent());
            Files.writeString(definition, machine.definition());
        }
        return plan.isPresent();
    }

    private static SourceFile source(Path file) throws IOException {
        return new SourceFile(file.toString(), new String(Files.readAllBytes(file), StandardCharsets.UTF_8));
    }
}

package sh.keptn.test;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The files of a project in a folder of their own, and the command that runs them. */
record Project(Path folder) {

    /** A shipyard with one stage, {@code dev}, and one sequence, {@code delivery}, with these tasks. */
    Project tasks(String... tasks) throws IOException {
        StringBuilder text = new StringBuilder("  - name: dev\n    sequences:\n    - name: delivery\n      tasks:\n");
        for (String task : tasks) {
            text.append("      - ").append(task.replace("\n", "\n        ")).append('\n');
        }
        return stages(text.toString());
    }

    /** A shipyard with these stages, which are indented by two. */
    Project stages(String stages) throws IOException {
        return file(
                "shipyard.yaml",
                "apiVersion: spec.keptn.sh/0.2.3\nkind: Shipyard\nmetadata:\n  name: test\nspec:\n  stages:\n"
                        + stages);
    }

    /** A uniform with these entries of {@code services}, one a line. */
    Project services(String... services) throws IOException {
        return file("uniform.yaml", "kind: Uniform\nspec:\n  services:\n  - " + String.join("\n  - ", services) + "\n");
    }

    Project file(String name, String text) throws IOException {
        Files.writeString(folder.resolve(name), text);
        return this;
    }

    /** {@code keptn run} for project shop and service carts, printing JSON. */
    KeptnProcess.Result run(String... more) throws IOException, InterruptedException {
        return KeptnProcess.run(folder, List.of(), arguments(more));
    }

    String[] arguments(String... more) {
        List<String> all =
                new ArrayList<>(List.of("run", "--project", "shop", "--shipyard", "shipyard.yaml", "--output", "json"));
        if (!List.of(more).contains("--service")) {
            all.addAll(List.of("--service", "carts"));
        }
        if (Files.exists(folder.resolve("uniform.yaml")) && !List.of(more).contains("--uniform")) {
            all.addAll(List.of("--uniform", "uniform.yaml"));
        }
        all.addAll(List.of(more));
        return all.toArray(String[]::new);
    }
}

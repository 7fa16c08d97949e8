package sh.keptn.translator;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import sh.keptn.diagnostics.Checked;
import sh.keptn.diagnostics.Diagnostic;
import sh.keptn.diagnostics.YamlReader;
import sh.keptn.translator.connections.Connections;
import sh.keptn.translator.connections.ConnectionsParser;
import sh.keptn.translator.shipyard.Shipyard;
import sh.keptn.translator.uniform.BuiltIns;
import sh.keptn.translator.uniform.Uniform;

/** Compiles a shipyard and a uniform into a plan. Pure: no clock, no files, no environment. */
public final class Translator {

    private Translator() {}

    /**
     * Translates one project.
     *
     * @param uniform null: the default uniform, in which built-in services do everything
     * @return the plan with its warnings, or all errors of both files
     */
    public static Checked<Plan> translate(String project, SourceFile shipyard, @Nullable SourceFile uniform) {
        return translate(project, shipyard, uniform, read -> read);
    }

    /**
     * The same with a sequence {@code evaluation} in a stage, whether the shipyard has one or not.
     *
     * @param stage null for the first one
     */
    public static Checked<Plan> translateWithGate(
            String project, SourceFile shipyard, @Nullable SourceFile uniform, @Nullable String stage) {
        return translate(project, shipyard, uniform, read -> read.withGate(stage));
    }

    /**
     * The same with a sequence {@code evaluation} in every stage: what a project has that waits for whatever is triggered, as
     * on AWS.
     */
    public static Checked<Plan> translateWithGates(String project, SourceFile shipyard, @Nullable SourceFile uniform) {
        Checked<Plan> written = translate(project, shipyard, uniform);
        Checked<Plan> gated = translate(project, shipyard, uniform, Shipyard::withGates);
        // What is found in sequences that the author did not write says nothing to him.
        return written instanceof Checked.Accepted<Plan> accepted
                ? gated.value()
                        .map(plan -> plan.withDiagnostics(accepted.diagnostics()))
                        .<Checked<Plan>>map(plan -> new Checked.Accepted<>(plan, accepted.diagnostics()))
                        .orElse(gated)
                : written;
    }

    private static Checked<Plan> translate(
            String project, SourceFile shipyard, @Nullable SourceFile uniform, UnaryOperator<Shipyard> changed) {
        Checked<Shipyard> readShipyard = Reading.shipyard(shipyard);
        Checked<Uniform> readUniform = uniform == null ? Reading.defaultUniform() : Reading.uniform(uniform);
        List<Diagnostic> found = new ArrayList<>(readShipyard.diagnostics());
        found.addAll(readUniform.diagnostics());
        Optional<Shipyard> shipyardModel = readShipyard.value().map(changed);
        Optional<Uniform> uniformModel = readUniform.value();
        if (shipyardModel.isEmpty() || uniformModel.isEmpty()) {
            return new Checked.Rejected<>(found);
        }
        Checked<Plan> plan = new PlanAssembly(project).assemble(shipyardModel.get(), uniformModel.get());
        found.addAll(plan.diagnostics());
        return plan.value()
                .map(accepted ->
                        accepted.withDiagnostics(found.stream().sorted().toList()))
                .<Checked<Plan>>map(accepted -> new Checked.Accepted<>(accepted, found))
                .orElseGet(() -> new Checked.Rejected<>(found));
    }

    /**
     * Compiles how a project is connected with other systems on AWS ({@code connections.yaml}).
     *
     * @param plan of the project whose sequences are meant
     */
    public static Checked<Connections> connections(SourceFile file, Plan plan) {
        Map<String, List<String>> sequences = new LinkedHashMap<>();
        plan.stages().forEach(stage -> sequences.put(stage.name(), stage.sequences()));
        return YamlReader.read(file.name(), file.text())
                .then(root -> ConnectionsParser.parse(root, plan.project(), sequences));
    }

    /** The uniform of a project that has none, as YAML that an author could have written. */
    public static String defaultUniform() {
        return BuiltIns.defaultUniform();
    }
}

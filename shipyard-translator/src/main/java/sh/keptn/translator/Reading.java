package sh.keptn.translator;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import sh.keptn.diagnostics.Checked;
import sh.keptn.diagnostics.Diagnostic;
import sh.keptn.diagnostics.DiagnosticCode;
import sh.keptn.diagnostics.YamlNode;
import sh.keptn.diagnostics.YamlReader;
import sh.keptn.translator.check.Checks;
import sh.keptn.translator.parse.Parsed;
import sh.keptn.translator.parse.ShipyardParser;
import sh.keptn.translator.parse.UniformParser;
import sh.keptn.translator.shipyard.Shipyard;
import sh.keptn.translator.uniform.BuiltIns;
import sh.keptn.translator.uniform.Uniform;

/** The first half of a translation: texts to checked models. */
final class Reading {

    /** What could not be read looks empty, so that these would be false of a file with errors. */
    private static final Set<DiagnosticCode> ABOUT_EMPTINESS = EnumSet.of(
            DiagnosticCode.STAGE_WITHOUT_SEQUENCES,
            DiagnosticCode.SEQUENCE_WITHOUT_TASKS,
            DiagnosticCode.SELECTOR_NEVER_MATCHES,
            DiagnosticCode.PULL_WITHOUT_SOURCE,
            DiagnosticCode.SERVICE_WITHOUT_EVENTS);

    private static final String DEFAULT_UNIFORM = "default-uniform.yaml";

    private Reading() {}

    static Checked<Shipyard> shipyard(SourceFile file) {
        return YamlReader.read(file.name(), file.text()).then(Reading::shipyard);
    }

    static Checked<Shipyard> shipyard(YamlNode root) {
        return checked(ShipyardParser.parse(root), Checks::of)
                .then(shipyard -> Checked.of(shipyard.withoutRepetitions(), List.of()));
    }

    static Checked<Uniform> uniform(SourceFile file) {
        return YamlReader.read(file.name(), file.text()).then(Reading::uniform);
    }

    static Checked<Uniform> uniform(YamlNode root) {
        return checked(UniformParser.parse(root), Checks::of);
    }

    /** Read once: most projects have none of their own. */
    static Checked<Uniform> defaultUniform() {
        return Defaults.UNIFORM;
    }

    private static final class Defaults {
        static final Checked<Uniform> UNIFORM = uniform(new SourceFile(DEFAULT_UNIFORM, BuiltIns.defaultUniform()));
    }

    private static <T> Checked<T> checked(Parsed<T> parsed, Function<T, List<Diagnostic>> checks) {
        boolean incomplete = Diagnostic.hasErrors(parsed.diagnostics());
        List<Diagnostic> all = new ArrayList<>(parsed.diagnostics());
        checks.apply(parsed.value()).stream()
                .filter(found -> !incomplete || !ABOUT_EMPTINESS.contains(found.code()))
                .forEach(all::add);
        return Checked.of(parsed.value(), all);
    }
}

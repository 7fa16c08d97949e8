package sh.keptn.evaluation.input;

import java.util.List;
import java.util.Optional;
import sh.keptn.diagnostics.Checked;
import sh.keptn.diagnostics.DiagnosticCode;
import sh.keptn.diagnostics.Findings;
import sh.keptn.diagnostics.Severity;
import sh.keptn.diagnostics.YamlNode;
import sh.keptn.diagnostics.YamlReader;
import sh.keptn.evaluation.score.Evaluation;
import sh.keptn.evaluation.score.Evaluator;
import sh.keptn.evaluation.score.PreviousEvaluation;
import sh.keptn.evaluation.score.ProviderAnswer;
import sh.keptn.evaluation.score.SliValue;
import sh.keptn.evaluation.slo.Slo;
import sh.keptn.evaluation.slo.SloParser;

/**
 * A whole evaluation that somebody wrote down: {@code {slo, sli_values, previous, previous_prefiltered, sli_event}}.
 *
 * @param slo the text of {@code slo.yaml}; empty where there is no such file
 * @param previous newest first
 * @param isPrefiltered whether all of them count
 */
public record EvaluationCase(
        Optional<String> slo,
        List<SliValue> values,
        List<PreviousEvaluation> previous,
        boolean isPrefiltered,
        ProviderAnswer answer) {

    /** Stands in messages, because a case names no project. */
    private static final String PROJECT = "{project}";

    public EvaluationCase {
        values = List.copyOf(values);
        previous = List.copyOf(previous);
    }

    /** Reads a document. */
    public static Checked<EvaluationCase> parse(YamlNode root) {
        Findings findings = new Findings();
        Optional<YamlNode.Mapping> document =
                findings.mapping(root, DiagnosticCode.DOCUMENT_NOT_A_MAPPING, "the document");
        if (document.isEmpty()) {
            return new Checked.Rejected<>(findings.all());
        }
        return Checked.of(of(document.get(), new RecordedValues(findings), findings), findings.all());
    }

    private static EvaluationCase of(YamlNode.Mapping document, RecordedValues reader, Findings findings) {
        if (document.entry("slo").isEmpty()) {
            findings.add(
                    DiagnosticCode.SLI_VALUE_INVALID,
                    document.position(),
                    "there is no `slo`; add the text of `slo.yaml`, or `null` for none");
        }
        return new EvaluationCase(
                document.get("slo").isPresent() ? Optional.of(reader.text(document, "slo")) : Optional.empty(),
                document.get("sli_values")
                        .map(values -> reader.valuesOf(values, "`sli_values`"))
                        .orElse(List.of()),
                document.get("previous")
                        .map(previous -> reader.previousOf(previous, "`previous`"))
                        .orElse(List.of()),
                reader.flag(document, "previous_prefiltered", false),
                document.get("sli_event")
                        .flatMap(event -> findings.mapping(event, DiagnosticCode.SLI_VALUE_INVALID, "`sli_event`"))
                        .map(event -> answer(event, reader))
                        .orElse(ProviderAnswer.GOOD));
    }

    private static ProviderAnswer answer(YamlNode.Mapping event, RecordedValues reader) {
        String result = reader.text(event, "result");
        String status = reader.text(event, "status");
        return new ProviderAnswer(
                result.isEmpty() ? ProviderAnswer.GOOD.result() : result,
                status.isEmpty() ? ProviderAnswer.GOOD.status() : status,
                reader.text(event, "message"));
    }

    /** What is wrong with the objectives; positions count within their text. */
    public Checked<Optional<Slo>> objectives(String name) {
        return slo.isEmpty()
                ? Checked.of(Optional.empty(), List.of())
                : YamlReader.read(name, slo.get())
                        .then(SloParser::parse)
                        .then(read -> Checked.of(Optional.of(read), List.of()));
    }

    /** The evaluation; with objectives that cannot be read it ends with an error that says so. */
    public Evaluation evaluate(Checked<Optional<Slo>> objectives) {
        Optional<Optional<Slo>> read = objectives.value();
        if (read.isEmpty()) {
            String first = objectives.diagnostics().stream()
                    .filter(found -> found.severity() == Severity.ERROR)
                    .findFirst()
                    .orElseThrow()
                    .toString();
            return Evaluation.errored("the SLO file cannot be read: " + first);
        }
        List<PreviousEvaluation> compared = read.get()
                .filter(known -> !isPrefiltered)
                .map(known -> PreviousEvaluation.select(known.comparison(), previous))
                .orElse(previous);
        return Evaluator.evaluate(read.get(), PROJECT, values, compared, answer);
    }
}

package sh.keptn.cli;

import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import sh.keptn.cli.terminal.PlainText;
import sh.keptn.diagnostics.Checked;
import sh.keptn.diagnostics.Diagnostic;
import sh.keptn.diagnostics.YamlNode;
import sh.keptn.diagnostics.YamlReader;
import sh.keptn.evaluation.input.EvaluationCase;
import sh.keptn.evaluation.input.RecordedValues;
import sh.keptn.evaluation.numbers.GoFloat;
import sh.keptn.evaluation.score.Evaluation;
import sh.keptn.evaluation.score.EvaluationJson;
import sh.keptn.evaluation.score.Evaluator;
import sh.keptn.evaluation.score.Explanation;
import sh.keptn.evaluation.score.Outcome;
import sh.keptn.evaluation.score.PreviousEvaluation;
import sh.keptn.evaluation.score.ProviderAnswer;
import sh.keptn.evaluation.score.SliValue;
import sh.keptn.evaluation.slo.Slo;
import sh.keptn.evaluation.slo.SloParser;
import sh.keptn.events.Json;

/** {@code keptn evaluate}: scores given values against service level objectives, as the quality gate does. */
@Command(
        name = "evaluate",
        description = {
            "Scores values of indicators against service level objectives, as the quality gate of a sequence does:"
                    + " without a provider, a project or a running process.",
            "",
            "--sli-values is a list of {metric, value, success, message}; --previous a list of {id, result,"
                    + " invalidated, indicatorResults: [{value: {metric, value, success}}]}, newest first, of which those"
                    + " count that the comparison of the objectives asks for. --case has all of it in one file: {slo,"
                    + " sli_values, previous, previous_prefiltered, sli_event}. All files are YAML or JSON."
        },
        footer = {
            "",
            "Exit codes: 0 pass or warning, 1 fail, 2 wrong usage or a file that cannot be read: then all that is"
                    + " wrong with it is on stderr."
        },
        mixinStandardHelpOptions = true)
final class EvaluateCommand implements Callable<Integer> {

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Option(names = "--slo", paramLabel = "FILE", description = "The objectives: an slo.yaml.")
    private @Nullable String slo;

    @Option(names = "--sli-values", paramLabel = "FILE", description = "The values of the indicators.")
    private @Nullable String sliValues;

    @Option(names = "--previous", paramLabel = "FILE", description = "Earlier evaluations; default: none.")
    private @Nullable String previous;

    @Option(
            names = "--case",
            paramLabel = "FILE",
            description = "Objectives, values and earlier evaluations in one file.")
    private @Nullable String evaluationCase;

    @Option(
            names = "--what-if",
            description = "Score the stored evaluations of a service again, as if --slo had been its objectives all"
                    + " along; with --data-dir, --project, --service and --stage.")
    private boolean whatIf;

    @ArgGroup(exclusive = false)
    private @Nullable KeptServiceOptions kept;

    @Option(
            names = "--explain",
            description = "Show why: what each value was compared with, which rule held, what it adds to the score.")
    private boolean explain;

    @Option(
            names = "--output",
            paramLabel = "FORMAT",
            description = "${COMPLETION-CANDIDATES}; default ${DEFAULT-VALUE}.")
    private OutputFormat output = OutputFormat.TEXT;

    private final Map<String, String> sources = new LinkedHashMap<>();

    /** An evaluation with the objectives that it is about, as far as they could be read. */
    private record Evaluated(Evaluation evaluation, Optional<Slo> slo) {}

    @Override
    public Integer call() {
        if (whatIf || kept != null) {
            return tryOut();
        }
        Optional<Evaluated> evaluated = evaluationCase == null ? ofFiles() : ofCase(evaluationCase);
        evaluated.ifPresent(this::print);
        return evaluated
                .map(each -> each.evaluation().result() == Outcome.FAIL ? ExitCode.SOFTWARE : ExitCode.OK)
                .orElse(ExitCode.USAGE);
    }

    /** Changes nothing in the data folder, so that nothing of it is a failure. */
    private int tryOut() {
        KeptServiceOptions service = kept;
        if (!whatIf
                || service == null
                || slo == null
                || sliValues != null
                || previous != null
                || evaluationCase != null) {
            throw new ParameterException(
                    spec.commandLine(),
                    "--what-if takes --slo, --data-dir, --project, --service and --stage, and scores stored values");
        }
        Checked<Slo> objectives = read(slo, SloParser::parse);
        report(objectives.diagnostics());
        if (objectives.value().isEmpty()) {
            return ExitCode.USAGE;
        }
        Slo changed = objectives.value().get();
        return service.with(stages -> {
            print(stages.stream().map(stage -> new WhatIf(stage, changed)).toList());
            return ExitCode.OK;
        });
    }

    private void print(List<WhatIf> stages) {
        PrintWriter out = spec.commandLine().getOut();
        if (output == OutputFormat.JSON) {
            out.print(Json.writePretty(
                    stages.stream().flatMap(stage -> stage.json().stream()).toList()));
            return;
        }
        Columns columns = new Columns();
        columns.add(List.of("STAGE", "BUILD", "WAS", "SCORE", "WOULD BE", "SCORE", "NOTE"));
        stages.forEach(stage -> stage.addTo(columns));
        columns.lines().forEach(out::println);
        out.println();
        out.println(stages.stream().mapToLong(WhatIf::changed).sum() + " of "
                + stages.stream().mapToInt(WhatIf::size).sum() + " would have ended otherwise");
    }

    /** Empty where a file cannot be used; what is wrong has been printed then. */
    private Optional<Evaluated> ofFiles() {
        if (slo == null || sliValues == null) {
            throw new ParameterException(
                    spec.commandLine(), "there is nothing to evaluate: give --slo and --sli-values, or --case");
        }
        Checked<Slo> objectives = read(slo, SloParser::parse);
        Checked<List<SliValue>> values = read(sliValues, RecordedValues::values);
        Checked<List<PreviousEvaluation>> earlier =
                previous == null ? Checked.of(List.of(), List.of()) : read(previous, RecordedValues::previous);
        report(objectives.diagnostics());
        report(values.diagnostics());
        report(earlier.diagnostics());
        if (objectives.value().isEmpty()
                || values.value().isEmpty()
                || earlier.value().isEmpty()) {
            return Optional.empty();
        }
        Slo known = objectives.value().get();
        return Optional.of(new Evaluated(
                Evaluator.evaluate(
                        Optional.of(known),
                        "",
                        values.value().get(),
                        PreviousEvaluation.select(
                                known.comparison(), earlier.value().get()),
                        ProviderAnswer.GOOD),
                Optional.of(known)));
    }

    private Optional<Evaluated> ofCase(String file) {
        if (slo != null || sliValues != null || previous != null) {
            throw new ParameterException(
                    spec.commandLine(), "--case has everything in it; leave out --slo, --sli-values and --previous");
        }
        Checked<EvaluationCase> read = read(file, EvaluationCase::parse);
        report(read.diagnostics());
        return read.value().map(each -> {
            String name = file + "#slo";
            each.slo().ifPresent(text -> sources.put(name, text));
            Checked<Optional<Slo>> objectives = each.objectives(name);
            report(objectives.diagnostics());
            return new Evaluated(each.evaluate(objectives), objectives.value().orElse(Optional.empty()));
        });
    }

    private <T> Checked<T> read(String file, Function<YamlNode, Checked<T>> parse) {
        InputFile read = InputFile.read(file);
        if (read instanceof InputFile.Content content) {
            sources.put(file, content.text());
            return YamlReader.read(file, content.bytes()).then(parse);
        }
        throw new ParameterException(
                spec.commandLine(), "cannot read `" + file + "`: " + ((InputFile.Unreadable) read).reason());
    }

    private void report(List<Diagnostic> diagnostics) {
        new Findings(spec.commandLine().getErr(), spec.commandLine().getColorScheme()).print(diagnostics, sources);
    }

    private void print(Evaluated evaluated) {
        PrintWriter out = spec.commandLine().getOut();
        Optional<Explanation> explanation =
                evaluated.slo().filter(known -> explain).map(known -> new Explanation(known, evaluated.evaluation()));
        if (output == OutputFormat.JSON) {
            Map<String, @Nullable Object> json = EvaluationJson.of(evaluated.evaluation());
            explanation.ifPresent(why -> json.put("explanation", why.json()));
            out.print(Json.writePretty(json));
            return;
        }
        Evaluation evaluation = evaluated.evaluation();
        out.println(evaluation.result().word() + (evaluation.isErrored() ? " (errored)" : "") + ", score "
                + GoFloat.format(evaluation.score()));
        if (!evaluation.message().isEmpty()) {
            out.println(PlainText.line(evaluation.message()));
        }
        explanation.ifPresent(why -> {
            out.println();
            why.lines().forEach(line -> out.println(PlainText.line(line)));
        });
    }
}

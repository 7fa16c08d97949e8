package sh.keptn.cli;

import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import sh.keptn.cli.terminal.PlainText;
import sh.keptn.diagnostics.Diagnostic;
import sh.keptn.events.Json;
import sh.keptn.translator.FileKind;
import sh.keptn.translator.Validation;

/**
 * {@code keptn validate}: says what is wrong with files, each by itself. Editors call it on every save, so its options are built
 * without picocli's annotations: reading those takes as long as checking the files.
 */
final class ValidateCommand implements Callable<Integer> {

    private final OptionSpec kind = OptionSpec.builder("--kind")
            .type(FileKind.class)
            .completionCandidates(
                    Stream.of(FileKind.values()).map(FileKind::word).toList())
            .paramLabel("KIND")
            .description("What the files are: ${COMPLETION-CANDIDATES}. Default: found out from each file.")
            .build();

    private final OptionSpec output = OptionSpec.builder("--output")
            .type(OutputFormat.class)
            .paramLabel("FORMAT")
            .defaultValue(OutputFormat.TEXT.toString())
            .description("${COMPLETION-CANDIDATES}; default ${DEFAULT-VALUE}.")
            .build();

    private final PositionalParamSpec files = PositionalParamSpec.builder()
            .type(List.class)
            .auxiliaryTypes(String.class)
            .arity("1..*")
            .required(true)
            .paramLabel("FILE")
            .description("The files to check.")
            .build();

    private final CommandSpec spec;

    ValidateCommand() {
        spec = StandardOptions.addTo(CommandSpec.wrapWithoutInspection(this).name("validate"))
                .addOption(kind)
                .addOption(output)
                .addPositional(files);
        spec.usageMessage()
                .description("Checks files of a project and shows what is wrong with them, all of it at once.");
    }

    CommandSpec spec() {
        return spec;
    }

    @Override
    public Integer call() {
        Map<String, String> sources = new LinkedHashMap<>();
        List<String> named = Objects.requireNonNull(files.getValue());
        List<Validation> validations =
                named.stream().map(file -> validate(file, sources)).toList();
        PrintWriter out = spec.commandLine().getOut();
        if (output.getValue() == OutputFormat.JSON) {
            out.print(Json.writePretty(Map.of(
                    "files", validations.stream().map(ValidateCommand::json).toList())));
        } else {
            Findings findings = new Findings(out, spec.commandLine().getColorScheme());
            for (Validation validation : validations) {
                findings.print(validation.diagnostics(), sources);
                out.println(PlainText.line(validation.file()) + ": " + (validation.isValid() ? "valid " : "invalid ")
                        + validation.kind().word() + ", " + Findings.count(validation.diagnostics()));
            }
        }
        return validations.stream().allMatch(Validation::isValid) ? 0 : 1;
    }

    private Validation validate(String name, Map<String, String> sources) {
        InputFile file = InputFile.read(name);
        if (file instanceof InputFile.Content content) {
            sources.put(name, content.text());
            return Validation.of(name, content.bytes(), kind.getValue());
        }
        // Without content the file's name tells its kind, as for an empty file.
        FileKind guess = Validation.of(name, new byte[0], kind.getValue()).kind();
        List<Diagnostic> finding =
                file instanceof InputFile.Unreadable unreadable ? List.of(unreadable.diagnostic()) : List.of();
        return new Validation(name, guess, finding);
    }

    private static Map<String, @Nullable Object> json(Validation validation) {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("file", validation.file());
        json.put("kind", validation.kind().word());
        json.put("valid", validation.isValid());
        json.put(
                "diagnostics",
                validation.diagnostics().stream().map(ValidateCommand::json).toList());
        return json;
    }

    private static Map<String, @Nullable Object> json(Diagnostic diagnostic) {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("severity", diagnostic.severity().word());
        json.put("code", diagnostic.code().id());
        json.put("line", diagnostic.position().line());
        json.put("column", diagnostic.position().column());
        json.put("message", diagnostic.message());
        return json;
    }
}

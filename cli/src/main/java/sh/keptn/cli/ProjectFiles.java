package sh.keptn.cli;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import sh.keptn.diagnostics.Checked;
import sh.keptn.translator.Plan;
import sh.keptn.translator.SourceFile;
import sh.keptn.translator.Translator;

/** Reads and translates the files of a project, and shows on stderr what was found in them. */
final class ProjectFiles {

    private static final int NAME_LIMIT = 200;

    private ProjectFiles() {}

    /**
     * Checks the name of a project (Keptn spec, project names).
     *
     * @throws ParameterException if it is none
     */
    static void checkName(CommandLine command, String project) {
        if (!project.matches("[a-z]([a-z0-9-]*[a-z0-9])?") || project.length() > NAME_LIMIT) {
            throw new ParameterException(
                    command,
                    "--project is `" + project + "`; expected lower-case letters, digits and hyphens, at most "
                            + NAME_LIMIT + ", beginning with a letter and not ending with a hyphen");
        }
    }

    /**
     * The plan of the files.
     *
     * @param uniform null for the default uniform
     * @throws CommandFailedException if a file cannot be read or has errors; {@code otherwise} says what that means
     */
    static Plan translate(
            CommandLine command, String project, String shipyard, @Nullable String uniform, String otherwise) {
        return translate(
                command,
                shipyard,
                uniform,
                otherwise,
                (shipyardFile, uniformFile) -> Translator.translate(project, shipyardFile, uniformFile));
    }

    /** The same with a sequence {@code evaluation} in a stage, see {@link Translator#translateWithGate}. */
    static Plan translateWithGate(
            CommandLine command,
            String project,
            String shipyard,
            @Nullable String uniform,
            @Nullable String stage,
            String otherwise) {
        return translate(
                command,
                shipyard,
                uniform,
                otherwise,
                (shipyardFile, uniformFile) -> Translator.translateWithGate(project, shipyardFile, uniformFile, stage));
    }

    private interface Translation {
        Checked<Plan> of(SourceFile shipyard, @Nullable SourceFile uniform);
    }

    private static Plan translate(
            CommandLine command, String shipyard, @Nullable String uniform, String otherwise, Translation translation) {
        Map<String, String> sources = new LinkedHashMap<>();
        SourceFile shipyardFile = source(shipyard, sources);
        SourceFile uniformFile = uniform == null ? null : source(uniform, sources);
        Checked<Plan> translated = translation.of(shipyardFile, uniformFile);
        new Findings(command.getErr(), command.getColorScheme()).print(translated.diagnostics(), sources);
        Optional<Plan> plan = translated.value();
        if (plan.isEmpty()) {
            throw new CommandFailedException(otherwise + ": " + Findings.count(translated.diagnostics()));
        }
        return plan.get();
    }

    private static SourceFile source(String name, Map<String, String> sources) {
        InputFile file = InputFile.read(name);
        if (file instanceof InputFile.Content content && content.isText()) {
            sources.put(name, content.text());
            return new SourceFile(name, content.text());
        }
        throw new CommandFailedException(
                file instanceof InputFile.Unreadable unreadable
                        ? unreadable.diagnostic().toString()
                        : name + " is not text in UTF-8");
    }
}

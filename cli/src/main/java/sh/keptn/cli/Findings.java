package sh.keptn.cli;

import java.io.PrintWriter;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Help.ColorScheme;
import sh.keptn.cli.terminal.PlainText;
import sh.keptn.diagnostics.Diagnostic;
import sh.keptn.diagnostics.DiagnosticText;
import sh.keptn.diagnostics.Severity;

/** Prints findings for people: position, sentence, the source line with a caret. */
final class Findings {

    private final PrintWriter out;
    private final ColorScheme colours;

    Findings(PrintWriter out, ColorScheme colours) {
        this.out = out;
        this.colours = colours;
    }

    /** Prints all findings, in their order. The sources are texts by the name of their file. */
    void print(List<Diagnostic> findings, Map<String, String> sources) {
        Map<String, DiagnosticText> texts = new HashMap<>();
        for (Diagnostic finding : findings) {
            DiagnosticText text = texts.computeIfAbsent(
                    finding.position().file(), file -> new DiagnosticText(sources.getOrDefault(file, "")));
            out.println(coloured(PlainText.lines(text.render(finding)), finding.severity()));
        }
    }

    /** For example {@code 1 error, 2 warnings}; {@code no findings} where there are none. */
    static String count(List<Diagnostic> findings) {
        StringBuilder text = new StringBuilder();
        for (Severity severity : Severity.values()) {
            long count = findings.stream()
                    .filter(finding -> finding.severity() == severity)
                    .count();
            if (count > 0) {
                text.append(text.isEmpty() ? "" : ", ")
                        .append(count)
                        .append(' ')
                        .append(severity.word());
                text.append(count == 1 ? "" : "s");
            }
        }
        return text.isEmpty() ? "no findings" : text.toString();
    }

    private String coloured(String text, Severity severity) {
        String style = switch (severity) {
            case ERROR -> "@|bold,red " + severity.word() + "|@";
            case WARNING -> "@|bold,yellow " + severity.word() + "|@";
            case INFO -> "@|bold,cyan " + severity.word() + "|@";
        };
        return text.replaceFirst(
                ": " + severity.word() + " \\[", ": " + colours.ansi().string(style) + " [");
    }
}

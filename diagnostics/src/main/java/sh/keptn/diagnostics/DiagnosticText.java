package sh.keptn.diagnostics;

/** Renders findings for people. */
public final class DiagnosticText {

    private DiagnosticText() {}

    /**
     * The finding's line, the source line it stands on and a caret below the word; without the latter two where the
     * source has no such line. Tabs are kept, so that the caret stays below its character.
     *
     * @param source the text of the file that the finding names
     * @return lines joined by line feeds, none at the end
     */
    public static String render(Diagnostic diagnostic, String source) {
        SourcePosition position = diagnostic.position();
        String line = source.lines().skip(position.line() - 1L).findFirst().orElse("");
        if (line.isEmpty()) {
            return diagnostic.toString();
        }
        StringBuilder indent = new StringBuilder();
        line.codePoints().limit(position.column() - 1L).forEach(c -> indent.append(c == '\t' ? '\t' : ' '));
        return diagnostic + "\n    " + line + "\n    " + indent + "^";
    }
}

package sh.keptn.diagnostics;

import java.util.List;

/** Renders the findings of one file for people. */
public final class DiagnosticText {

    private static final int LONGEST_LINE = 200;
    private static final int SHOWN_BEFORE = 100;

    private final List<String> lines;

    /** @param source the text of the file that the findings name */
    public DiagnosticText(String source) {
        lines = source.lines().toList();
    }

    /**
     * The finding's line, the source line it stands on and a caret below the word; without the latter two where the
     * source has no such line. Tabs are kept, so that the caret stays below its character. Of a long line the part around
     * the word is shown.
     *
     * @return lines joined by line feeds, none at the end
     */
    public String render(Diagnostic diagnostic) {
        SourcePosition position = diagnostic.position();
        String line = position.line() <= lines.size() ? lines.get(position.line() - 1) : "";
        if (line.isEmpty()) {
            return diagnostic.toString();
        }
        int length = line.codePointCount(0, line.length());
        int column = Math.min(position.column() - 1, length);
        int start = length <= LONGEST_LINE ? 0 : Math.max(0, column - SHOWN_BEFORE);
        int end = Math.min(length, start + LONGEST_LINE);
        String shown = line.substring(line.offsetByCodePoints(0, start), line.offsetByCodePoints(0, end));
        StringBuilder indent = new StringBuilder();
        shown.codePoints().limit(column - start).forEach(c -> indent.append(c == '\t' ? '\t' : ' '));
        return diagnostic + "\n    " + shown + "\n    " + indent + "^";
    }
}

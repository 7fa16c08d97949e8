package sh.keptn.diagnostics;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.composer.Composer;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.ReaderException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlVersionException;
import org.snakeyaml.engine.v2.parser.Parser;
import org.snakeyaml.engine.v2.parser.ParserImpl;
import org.snakeyaml.engine.v2.scanner.StreamReader;

/**
 * Reads YAML text to nodes with positions. Only the tags of the core schema are known; files are limited to {@value
 * #MAX_CODE_POINTS} code points, {@value #MAX_ALIASES} aliases of collections and {@value #MAX_DEPTH} levels; duplicate
 * keys are errors. All of that is reported as {@code yaml-syntax}. Of several documents in a file the first one counts,
 * as in Keptn, and {@code document-left-out} names the next.
 */
public final class YamlReader {

    /** The longest file that is read, in Unicode code points. */
    public static final int MAX_CODE_POINTS = 1_000_000;

    static final int MAX_ALIASES = 1_000;
    static final int MAX_DEPTH = 100;

    private YamlReader() {}

    /**
     * Reads the first document of a file.
     *
     * @return the root; of an empty file a scalar that is null; or a {@code file-unreadable} or {@code yaml-syntax}
     */
    public static Checked<YamlNode> read(String file, byte[] bytes) {
        if (bytes.length > 4L * MAX_CODE_POINTS) {
            return tooLarge(file);
        }
        try {
            return read(
                    file,
                    StandardCharsets.UTF_8
                            .newDecoder()
                            .decode(ByteBuffer.wrap(bytes))
                            .toString());
        } catch (CharacterCodingException e) {
            return rejected(
                    DiagnosticCode.FILE_UNREADABLE,
                    SourcePosition.startOf(file),
                    "the file is not UTF-8 text; save it in that encoding");
        }
    }

    /**
     * Reads the first document of a text.
     *
     * @return the root; of an empty text a scalar that is null; or a {@code yaml-syntax}
     */
    public static Checked<YamlNode> read(String file, String text) {
        if (text.length() > MAX_CODE_POINTS && text.codePointCount(0, text.length()) > MAX_CODE_POINTS) {
            return tooLarge(file);
        }
        String source = text.startsWith("\uFEFF") ? text.substring(1) : text;
        LoadSettings settings = LoadSettings.builder()
                .setLabel(file)
                .setSchema(new MergesKeptSchema())
                .setCodePointLimit(MAX_CODE_POINTS)
                .setMaxAliasesForCollections(Integer.MAX_VALUE)
                .setAllowNonScalarKeys(true)
                .build();
        try {
            ParserImpl parser = new ParserImpl(settings, new StreamReader(settings, source));
            Composer composer = new Composer(settings, new LimitedParser(parser, MAX_DEPTH, MAX_ALIASES));
            YamlNodes nodes = new YamlNodes(file, settings);
            YamlNode root = composer.hasNext()
                    ? nodes.convert(composer.next())
                    : new YamlNode.Scalar("", null, SourcePosition.startOf(file));
            List<Diagnostic> findings = new ArrayList<>(nodes.findings());
            another(parser)
                    .ifPresent(mark -> findings.add(Diagnostic.of(
                            DiagnosticCode.DOCUMENT_LEFT_OUT,
                            YamlNodes.position(file, mark),
                            "another document begins here, and only the first one of a file is read; move it to a file"
                                    + " of its own")));
            return Checked.of(root, findings);
        } catch (YamlRefusedException e) {
            return rejected(DiagnosticCode.YAML_SYNTAX, e.position(file), e.reason());
        } catch (MarkedYamlEngineException e) {
            SourcePosition position = e.getProblemMark()
                    .or(e::getContextMark)
                    .map(mark -> YamlNodes.position(file, mark))
                    .orElse(SourcePosition.startOf(file));
            return rejected(DiagnosticCode.YAML_SYNTAX, position, sentence(e.getContext(), e.getProblem()));
        } catch (ReaderException e) {
            return rejected(
                    DiagnosticCode.YAML_SYNTAX,
                    positionOf(file, source, e.getCodePoint()),
                    String.format("the character U+%04X is not allowed in YAML", e.getCodePoint()));
        } catch (YamlVersionException e) {
            return rejected(
                    DiagnosticCode.YAML_SYNTAX,
                    SourcePosition.startOf(file),
                    "`%YAML " + e.getSpecVersion().getMajor() + "."
                            + e.getSpecVersion().getMinor()
                            + "` is no version of YAML that is read; write `%YAML 1.2`, or leave the line out");
        } catch (YamlEngineException e) {
            return rejected(DiagnosticCode.YAML_SYNTAX, SourcePosition.startOf(file), sentence(null, e.getMessage()));
        }
    }

    /** Where the next document begins that is more than its mark; what follows the first one is not refused, whatever it is. */
    private static Optional<Mark> another(Parser parser) {
        Optional<Mark> start = Optional.empty();
        try {
            while (parser.hasNext()) {
                Event event = parser.next();
                if (event.getEventId() == Event.ID.DocumentStart) {
                    start = event.getStartMark();
                } else if (start.isPresent() && !isNothing(event)) {
                    return start;
                }
            }
            return Optional.empty();
        } catch (YamlEngineException e) {
            return start;
        }
    }

    private static boolean isNothing(Event event) {
        return event.getEventId() == Event.ID.DocumentEnd
                || event.getEventId() == Event.ID.StreamEnd
                || (event instanceof ScalarEvent scalar
                        && scalar.isPlain()
                        && scalar.getValue().isEmpty());
    }

    private static String sentence(@Nullable String context, @Nullable String problem) {
        String what = problem == null ? "this is not YAML" : problem;
        return (context == null || context.isBlank() ? what : context + ": " + what).replaceAll("\\s+", " ");
    }

    /** The engine counts a refused character from the start of its buffer, so its first occurrence is looked up. */
    private static SourcePosition positionOf(String file, String source, int codePoint) {
        int index = Math.max(0, source.indexOf(codePoint));
        int lineStart = source.lastIndexOf('\n', index - 1) + 1;
        int line = 1
                + (int) source.substring(0, index)
                        .chars()
                        .filter(c -> c == '\n')
                        .count();
        return new SourcePosition(file, line, 1 + source.codePointCount(lineStart, index));
    }

    private static Checked<YamlNode> tooLarge(String file) {
        return rejected(
                DiagnosticCode.YAML_SYNTAX,
                SourcePosition.startOf(file),
                "the file is longer than " + MAX_CODE_POINTS + " characters; split it");
    }

    private static Checked<YamlNode> rejected(DiagnosticCode code, SourcePosition position, String message) {
        return new Checked.Rejected<>(List.of(Diagnostic.of(code, position, message)));
    }
}

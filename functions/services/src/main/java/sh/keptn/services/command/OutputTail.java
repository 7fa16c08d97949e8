package sh.keptn.services.command;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Keeps the last bytes of what a program prints. Memory is bounded whatever it prints, and reading goes on until the last
 * process that holds the pipe has closed it, so that none of them ever blocks.
 */
final class OutputTail {

    /** How many bytes of output are kept, and how many the text has at most in UTF-8. */
    static final int LIMIT = 64 * 1024;

    private static final int LINE = 200;
    private static final Pattern ESCAPES = Pattern.compile("\u001b(\\[[0-?]*[ -/]*[@-~])?");
    private static final char REPLACEMENT = '\uFFFD';

    private final byte[] ring = new byte[LIMIT];
    private long total;

    /** Reads to the end; returns early if the pipe breaks. */
    void drain(InputStream output) {
        byte[] chunk = new byte[16 * 1024];
        try (output) {
            for (int read = output.read(chunk); read >= 0; read = output.read(chunk)) {
                append(chunk, read);
            }
        } catch (IOException e) {
            // The pipe is gone with its process: what was read is all there is.
        }
    }

    synchronized void append(byte[] bytes, int length) {
        int start = Math.max(0, length - LIMIT);
        int position = (int) ((total + start) % LIMIT);
        int first = Math.min(length - start, LIMIT - position);
        System.arraycopy(bytes, start, ring, position, first);
        System.arraycopy(bytes, start + first, ring, 0, length - start - first);
        total += length;
    }

    /**
     * The kept output as text: UTF-8, starting at a code point. Malformed bytes and control characters other than tab, line
     * feed, carriage return and escape come as U+FFFD.
     */
    synchronized String text() {
        int length = (int) Math.min(total, LIMIT);
        int begin = total > LIMIT ? (int) (total % LIMIT) : 0;
        byte[] kept = new byte[length];
        System.arraycopy(ring, begin, kept, 0, length - begin);
        System.arraycopy(ring, 0, kept, length - begin, begin);
        int skip = 0;
        // A code point has at most three bytes after its first.
        while (total > LIMIT && skip < 3 && (kept[skip] & 0xC0) == 0x80) {
            skip++;
        }
        return lastBytes(printable(new String(kept, skip, length - skip, StandardCharsets.UTF_8)));
    }

    /** The last line that says something, without escape sequences, cut where it is long; empty if there is none. */
    String lastLine() {
        String line = text().lines()
                .map(each -> ESCAPES.matcher(each).replaceAll("").strip())
                .filter(each -> !each.isEmpty())
                .reduce("", (first, second) -> second);
        return line.codePointCount(0, line.length()) <= LINE
                ? line
                : line.substring(0, line.offsetByCodePoints(0, LINE)) + "...";
    }

    /** A sentence if something was left out. */
    synchronized Optional<String> cut() {
        return total > LIMIT
                ? Optional.of("the output had " + total + " bytes; only its last " + LIMIT + " are kept")
                : Optional.empty();
    }

    private static String printable(String text) {
        StringBuilder printable = new StringBuilder(text);
        for (int i = 0; i < printable.length(); i++) {
            char character = printable.charAt(i);
            if (Character.isISOControl(character) && "\t\n\r\u001b".indexOf(character) < 0) {
                printable.setCharAt(i, REPLACEMENT);
            }
        }
        return printable.toString();
    }

    /** Replaced bytes grow to three each; without this, binary output would make an event too large. */
    private static String lastBytes(String text) {
        int size = 0;
        int start = text.length();
        while (start > 0) {
            int codePoint = text.codePointBefore(start);
            size += codePoint < 0x80 ? 1 : codePoint < 0x800 ? 2 : codePoint < 0x10000 ? 3 : 4;
            if (size > LIMIT) {
                break;
            }
            start -= Character.charCount(codePoint);
        }
        return text.substring(start);
    }
}

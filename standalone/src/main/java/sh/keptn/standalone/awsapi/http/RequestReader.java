package sh.keptn.standalone.awsapi.http;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads requests from a connection (RFC 9112), with limits on everything. */
final class RequestReader {

    /** The largest payload of a function (AWS Lambda, "Lambda quotas"). */
    static final int BODY_LIMIT = 6 * 1024 * 1024;

    private static final int LINE_LIMIT = 16 * 1024;
    private static final int HEADER_LIMIT = 100;
    private static final int HEXADECIMAL = 16;
    private static final byte[] CONTINUE = "HTTP/1.1 100 Continue\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

    private final InputStream in;
    private final OutputStream out;

    /** @param out for the word that a client may go on with its body */
    RequestReader(InputStream in, OutputStream out) {
        this.in = in;
        this.out = out;
    }

    /** A request that cannot be answered, or only with this status; the connection is of no use any more. */
    static final class Unreadable extends IOException {
        private static final long serialVersionUID = 1L;

        private final int status;

        Unreadable(int status, String message) {
            super(message);
            this.status = status;
        }

        int status() {
            return status;
        }
    }

    /** The next request, null where the client has closed the connection. */
    @Nullable
    HttpRequest read() throws IOException {
        String line = line();
        while (line != null && line.isEmpty()) {
            line = line();
        }
        if (line == null) {
            return null;
        }
        String[] words = line.split(" ", -1);
        if (words.length != 3 || !words[2].startsWith("HTTP/1.")) {
            throw new Unreadable(400, "no request line of HTTP/1.1");
        }
        Map<String, String> headers = headers();
        if (words[2].equals("HTTP/1.0")) {
            headers.put("connection", "close");
        }
        if (headers.getOrDefault("expect", "").equalsIgnoreCase("100-continue")) {
            out.write(CONTINUE);
            out.flush();
        }
        return new HttpRequest(words[0], words[1], headers, body(headers));
    }

    private Map<String, String> headers() throws IOException {
        Map<String, String> headers = new LinkedHashMap<>();
        for (int count = 0; ; count++) {
            String line = lineOrFail();
            if (line.isEmpty()) {
                return headers;
            }
            int colon = line.indexOf(':');
            if (colon <= 0 || count == HEADER_LIMIT) {
                throw new Unreadable(colon <= 0 ? 400 : 431, "no header, or too many");
            }
            String name = line.substring(0, colon).toLowerCase(Locale.ROOT);
            headers.merge(name, line.substring(colon + 1).strip(), (one, other) -> one + "," + other);
        }
    }

    private byte[] body(Map<String, String> headers) throws IOException {
        String length = headers.get("content-length");
        String encoding = headers.get("transfer-encoding");
        if (encoding != null) {
            if (length != null || !encoding.equalsIgnoreCase("chunked")) {
                throw new Unreadable(400, "the length of the body is not clear");
            }
            return chunks();
        }
        if (length == null) {
            return new byte[0];
        }
        return exactly(size(length, 10));
    }

    private byte[] chunks() throws IOException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        while (true) {
            String line = lineOrFail();
            int size = size(line.split(";", 2)[0].strip(), HEXADECIMAL);
            if (all.size() + size > BODY_LIMIT) {
                throw new Unreadable(413, "the body is too large");
            }
            if (size == 0) {
                headers();
                return all.toByteArray();
            }
            all.writeBytes(exactly(size));
            if (!lineOrFail().isEmpty()) {
                throw new Unreadable(400, "a chunk is longer than it says");
            }
        }
    }

    private static int size(String text, int radix) throws Unreadable {
        long size;
        try {
            size = Long.parseLong(text, radix);
        } catch (NumberFormatException e) {
            throw new Unreadable(400, "a length is no number");
        }
        if (size < 0 || size > BODY_LIMIT) {
            throw new Unreadable(size < 0 ? 400 : 413, "the body is too large");
        }
        return (int) size;
    }

    private byte[] exactly(int size) throws IOException {
        byte[] bytes = in.readNBytes(size);
        if (bytes.length < size) {
            throw new Unreadable(400, "the body is shorter than it says");
        }
        return bytes;
    }

    private String lineOrFail() throws IOException {
        String line = line();
        if (line == null) {
            throw new Unreadable(400, "the request ends in its head");
        }
        return line;
    }

    private @Nullable String line() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (int next = in.read(); next >= 0; next = in.read()) {
            if (next == '\n') {
                String line = bytes.toString(StandardCharsets.ISO_8859_1);
                return line.endsWith("\r") ? line.substring(0, line.length() - 1) : line;
            }
            bytes.write(next);
            if (bytes.size() > LINE_LIMIT) {
                throw new Unreadable(431, "a line is too long");
            }
        }
        return null;
    }
}

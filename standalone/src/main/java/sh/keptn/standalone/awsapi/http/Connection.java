package sh.keptn.standalone.awsapi.http;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/** One client's connection: its requests one after the other, until one side closes it. */
final class Connection implements Runnable, Closeable {

    /** How long a client may be silent in the middle of a request, or between two. */
    private static final int SILENCE_MILLIS = 300_000;

    private static final int BUFFER = 16 * 1024;

    private final Socket socket;
    private final HttpHandler handler;
    private final Executor writers;

    /** @param writers write answers that come later than their requests: whoever has such an answer does not wait for the client */
    Connection(Socket socket, HttpHandler handler, Executor writers) {
        this.socket = socket;
        this.handler = handler;
        this.writers = writers;
    }

    @Override
    public void run() {
        try (socket) {
            socket.setTcpNoDelay(true);
            BufferedInputStream in = new BufferedInputStream(socket.getInputStream(), BUFFER);
            OutputStream out = new BufferedOutputStream(socket.getOutputStream(), BUFFER);
            serve(in, out);
        } catch (IOException e) {
            // The client is gone, or too slow: there is nobody to tell.
        }
    }

    private void serve(BufferedInputStream in, OutputStream out) throws IOException {
        RequestReader reader = new RequestReader(in, out);
        while (true) {
            socket.setSoTimeout(SILENCE_MILLIS);
            HttpRequest request;
            try {
                request = reader.read();
            } catch (RequestReader.Unreadable e) {
                write(out, HttpResponse.of(e.status(), "text/plain", e.getMessage() + "\n"), true);
                return;
            }
            if (request == null || !answer(request, in, out) || request.isLast()) {
                return;
            }
        }
    }

    /** False where the client went away while it waited. */
    private boolean answer(HttpRequest request, BufferedInputStream in, OutputStream out) throws IOException {
        CompletableFuture<HttpResponse> answer = handler.handle(request);
        BiFunction<@Nullable HttpResponse, @Nullable Throwable, Boolean> write =
                (response, failure) -> response != null && tryToWrite(out, response, request.isLast());
        CompletableFuture<Boolean> written =
                answer.isDone() ? answer.handle(write) : answer.handleAsync(write, writers);
        if (!answer.isDone() && isGone(in)) {
            answer.cancel(false);
        }
        try {
            return written.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        } catch (ExecutionException e) {
            throw new IOException(e);
        }
    }

    /** Waits for the client's next byte, which comes when it has its answer, or for its end. */
    private boolean isGone(BufferedInputStream in) {
        try {
            socket.setSoTimeout(0);
            in.mark(1);
            boolean gone = in.read() < 0;
            if (!gone) {
                in.reset();
            }
            return gone;
        } catch (IOException e) {
            return true;
        }
    }

    private boolean tryToWrite(OutputStream out, HttpResponse response, boolean last) {
        boolean written;
        try {
            write(out, response, last);
            if (last) {
                // A client that reads to the end must not wait while this side waits for his next byte.
                socket.shutdownOutput();
            }
            written = true;
        } catch (IOException e) {
            written = false;
        }
        response.sent().accept(written);
        return written;
    }

    private static void write(OutputStream out, HttpResponse response, boolean last) throws IOException {
        StringBuilder head = new StringBuilder("HTTP/1.1 ")
                .append(response.status())
                .append(' ')
                .append(response.status() < 400 ? "OK" : "Error")
                .append("\r\n");
        for (Map.Entry<String, String> header : response.headers().entrySet()) {
            head.append(header.getKey())
                    .append(": ")
                    .append(header.getValue().replaceAll("[\r\n]", " "))
                    .append("\r\n");
        }
        head.append("Content-Length: ").append(response.body().length).append("\r\n");
        if (last) {
            head.append("Connection: close\r\n");
        }
        out.write(head.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1));
        out.write(response.body());
        out.flush();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}

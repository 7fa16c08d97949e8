package sh.keptn.standalone.awsapi.http;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Serves HTTP/1.1 on an address of this machine that no other machine reaches. One thread for each connection, which is
 * what lets it notice at once that a client who waits has gone. Web pages are refused: a browser on this machine must not
 * reach it on behalf of a site.
 */
public final class LoopbackServer implements AutoCloseable {

    private static final int BACKLOG = 1024;
    private static final int CONNECTIONS = 4096;
    private static final int STACK_BYTES = 512 * 1024;
    private static final int PAUSE_MILLIS = 100;
    private static final Pattern LOCAL_NAME = Pattern.compile("(.+\\.)?localhost|127(\\.\\d+){3}|\\[::1\\]|::1");

    private final ServerSocket socket;
    private final HttpHandler handler;
    private final Set<Connection> connections = ConcurrentHashMap.newKeySet();
    private final ExecutorService writers = Executors.newCachedThreadPool(work -> thread(work, "http-write"));
    private final Semaphore room = new Semaphore(CONNECTIONS);
    private final AtomicInteger count = new AtomicInteger();

    private LoopbackServer(ServerSocket socket, HttpHandler handler) {
        this.socket = socket;
        this.handler = handler;
    }

    /**
     * Takes the port and begins to serve.
     *
     * @param port 0 for any that is free
     * @throws IllegalArgumentException if the host is no loopback address
     * @throws IOException if the port cannot be had
     */
    public static LoopbackServer start(String host, int port, HttpHandler handler) throws IOException {
        InetAddress address = InetAddress.getByName(host);
        if (!address.isLoopbackAddress()) {
            throw new IllegalArgumentException("`" + host + "` is no loopback address such as 127.0.0.1 or localhost");
        }
        ServerSocket socket = new ServerSocket();
        try {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(address, port), BACKLOG);
        } catch (IOException e) {
            socket.close();
            throw e;
        }
        LoopbackServer server = new LoopbackServer(socket, request -> guarded(request, handler));
        server.thread(server::accept, "http").start();
        return server;
    }

    /** The port that it serves. */
    public int port() {
        return socket.getLocalPort();
    }

    private void accept() {
        while (!socket.isClosed()) {
            try {
                room.acquire();
                acceptOne();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    private void acceptOne() throws InterruptedException {
        Socket client;
        try {
            client = socket.accept();
        } catch (IOException e) {
            room.release();
            if (!socket.isClosed()) {
                // Out of file descriptors, say: the next client may have more luck, but not at once.
                Thread.sleep(PAUSE_MILLIS);
            }
            return;
        }
        Connection connection = new Connection(client, handler, writers);
        connections.add(connection);
        try {
            thread(() -> serve(connection), "http-" + count.incrementAndGet()).start();
        } catch (RuntimeException | Error e) {
            // No thread can be made: one client less, the others stay.
            forget(connection);
            close(connection);
        }
    }

    private void serve(Connection connection) {
        try {
            connection.run();
        } finally {
            forget(connection);
        }
    }

    private void forget(Connection connection) {
        connections.remove(connection);
        room.release();
    }

    private static void close(Connection connection) {
        try {
            connection.close();
        } catch (IOException e) {
            // Closed anyway.
        }
    }

    private static CompletableFuture<HttpResponse> guarded(HttpRequest request, HttpHandler handler) {
        if (request.header("origin") != null
                || request.header("sec-fetch-site") != null
                || !isLocal(request.header("host"))) {
            return CompletableFuture.completedFuture(
                    HttpResponse.of(403, "text/plain", "only for programs on this machine\n"));
        }
        try {
            return handler.handle(request);
        } catch (RuntimeException e) {
            System.err.println("internal error in " + request.method() + " " + request.path() + ": " + e);
            return CompletableFuture.completedFuture(
                    HttpResponse.of(500, "text/plain", "the endpoint failed: " + e + "\n"));
        }
    }

    /** A name of another machine here means that a site has pointed its own name to this one. */
    private static boolean isLocal(@Nullable String host) {
        return host == null
                || LOCAL_NAME
                        .matcher(host.toLowerCase(Locale.ROOT).replaceFirst(":\\d+$", ""))
                        .matches();
    }

    private Thread thread(Runnable work, String name) {
        Thread thread = new Thread(null, work, name, STACK_BYTES);
        thread.setDaemon(true);
        return thread;
    }

    /** Closes the port and all connections. */
    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            // Closed anyway.
        }
        connections.forEach(LoopbackServer::close);
        writers.shutdownNow();
    }
}

package sh.keptn.standalone.awsapi;

import java.io.IOException;
import java.security.SecureRandom;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import sh.keptn.standalone.awsapi.http.LoopbackServer;
import sh.keptn.standalone.awsapi.protocol.JsonProtocol;
import sh.keptn.standalone.awsapi.stepfunctions.Executions;
import sh.keptn.standalone.awsapi.stepfunctions.StepFunctions;
import sh.keptn.standalone.awsapi.tags.Tags;
import sh.keptn.standalone.database.Database;
import sh.keptn.standalone.engine.EmbeddedEngine;
import sh.keptn.standalone.engine.ExecutionStatus;
import sh.keptn.standalone.engine.FunctionCall;
import sh.keptn.standalone.engine.FunctionFailed;
import sh.keptn.standalone.engine.StatusListener;
import sh.keptn.standalone.time.Timeline;

/**
 * The embedded engine behind AWS's own HTTP interfaces, on a loopback address. What an earlier process left undone in the
 * database goes on when it starts.
 */
public final class AwsEndpoint implements AutoCloseable {

    private final Database database;
    private final Timeline timeline;
    private final LoopbackServer server;
    private final String host;

    private AwsEndpoint(Database database, Timeline timeline, LoopbackServer server, String host) {
        this.database = database;
        this.timeline = timeline;
        this.server = server;
        this.host = host;
    }

    /**
     * Starts to serve. Closing the endpoint closes the database and the timeline too; so does a failed start.
     *
     * @param host a loopback address
     * @param port 0 for any that is free
     * @throws IOException if the port cannot be had
     * @throws IllegalArgumentException if the host is no loopback address
     */
    public static AwsEndpoint start(Database database, Timeline timeline, String host, int port) throws IOException {
        try {
            Wiring wiring = new Wiring();
            EmbeddedEngine engine =
                    new EmbeddedEngine(database, timeline, AwsEndpoint::call, wiring, new SecureRandom());
            StepFunctions stepFunctions = new StepFunctions(
                    database, engine, new Tags(database), (owner, id, execution, detail) -> {}, timeline.clock());
            wiring.executions = stepFunctions.executions();
            JsonProtocol protocol = new JsonProtocol(List.of(stepFunctions.service()));
            LoopbackServer server = LoopbackServer.start(
                    host, port, request -> CompletableFuture.completedFuture(protocol.handle(request)));
            timeline.runHere(engine::recover);
            return new AwsEndpoint(database, timeline, server, host);
        } catch (IOException | RuntimeException e) {
            timeline.close();
            database.close();
            throw e;
        }
    }

    /** Where clients find it. */
    public String url() {
        return "http://" + (host.contains(":") ? "[" + host + "]" : host) + ":" + server.port();
    }

    private static @Nullable Object call(FunctionCall call) {
        throw new FunctionFailed("Lambda.ResourceNotFoundException", "Function not found: " + call.functionName());
    }

    /** Takes no request any more, interrupts what runs, and closes the database. */
    @Override
    public void close() {
        server.close();
        timeline.close();
        database.close();
    }

    /** Ties the knot between the engine and what it tells. */
    private static final class Wiring implements StatusListener {
        private volatile @Nullable Executions executions;

        @Override
        public boolean hearsOfSuccess() {
            return true;
        }

        @Override
        public void ended(String execution, ExecutionStatus status) {
            Executions wired = executions;
            if (wired == null) {
                throw new IllegalStateException("called before everything was wired");
            }
            wired.ended(execution, status);
        }
    }
}

package sh.keptn.standalone.awsapi;

import java.io.IOException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import sh.keptn.events.Json;
import sh.keptn.events.JsonException;
import sh.keptn.standalone.awsapi.eventbridge.EventBridge;
import sh.keptn.standalone.awsapi.eventbridge.Targets;
import sh.keptn.standalone.awsapi.http.LoopbackServer;
import sh.keptn.standalone.awsapi.lambda.Functions;
import sh.keptn.standalone.awsapi.lambda.InvokeApi;
import sh.keptn.standalone.awsapi.lambda.Outcome;
import sh.keptn.standalone.awsapi.lambda.RuntimeApi;
import sh.keptn.standalone.awsapi.protocol.Caller;
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
import sh.keptn.standalone.time.CallBrokenOff;
import sh.keptn.standalone.time.Timeline;

/**
 * The embedded engine behind AWS's own HTTP interfaces, on a loopback address. What an earlier process left undone in the
 * database goes on when it starts.
 */
public final class AwsEndpoint implements AutoCloseable {

    private static final String STATES = "aws.states";
    private static final String STATUS_CHANGE = "Step Functions Execution Status Change";

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
     * @param functionTimeout how long a function may work on one invocation
     * @throws IOException if the port cannot be had
     * @throws IllegalArgumentException if the host is no loopback address
     */
    public static AwsEndpoint start(
            Database database, Timeline timeline, String host, int port, Duration functionTimeout) throws IOException {
        LoopbackServer server = null;
        try {
            Functions functions = new Functions(timeline.clock(), functionTimeout);
            Wiring wiring = new Wiring(functions);
            Tags tags = new Tags(database);
            EmbeddedEngine engine = new EmbeddedEngine(database, timeline, wiring::call, wiring, new SecureRandom());
            EventBridge eventBridge = new EventBridge(database, timeline, tags, wiring);
            StepFunctions stepFunctions = new StepFunctions(
                    database,
                    engine,
                    tags,
                    (owner, id, execution, detail) ->
                            eventBridge.put(owner, id, STATES, STATUS_CHANGE, execution, detail),
                    timeline.clock());
            wiring.executions = stepFunctions.executions();
            JsonProtocol protocol = new JsonProtocol(List.of(stepFunctions.service(), eventBridge.service()));
            RuntimeApi runtimes = new RuntimeApi(functions);
            InvokeApi invoke = new InvokeApi(functions, eventBridge::invokeLater);
            server = LoopbackServer.start(host, port, request -> {
                if (request.target().startsWith(RuntimeApi.PATH)) {
                    return runtimes.handle(request);
                }
                return CompletableFuture.completedFuture(
                        request.target().startsWith(InvokeApi.PATH)
                                ? invoke.handle(request)
                                : protocol.handle(request));
            });
            timeline.runHere(() -> {
                engine.recover();
                eventBridge.recover();
            });
            return new AwsEndpoint(database, timeline, server, host);
        } catch (IOException | RuntimeException e) {
            if (server != null) {
                server.close();
            }
            timeline.close();
            database.close();
            throw e;
        }
    }

    /** Where clients find it. */
    public String url() {
        return "http://" + (host.contains(":") ? "[" + host + "]" : host) + ":" + server.port();
    }

    /** Takes no request any more, interrupts what runs, and closes the database. */
    @Override
    public void close() {
        server.close();
        timeline.close();
        database.close();
    }

    /** Ties the knot between the engine and what it tells, and between rules and their targets. */
    private static final class Wiring implements StatusListener, Targets {
        private final Functions functions;
        private volatile @Nullable Executions executions;

        Wiring(Functions functions) {
            this.functions = functions;
        }

        /** The function of a Task state. */
        @Nullable
        Object call(FunctionCall call) {
            Caller owner = Objects.requireNonNullElse(Caller.owning(call.execution()), Caller.UNKNOWN);
            return result(invoked(call.functionName(), owner, Json.write(call.payload())));
        }

        private Outcome invoked(String function, Caller owner, String payload) {
            try {
                return functions.invoke(function, owner, payload);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new CallBrokenOff();
            }
        }

        /** As the Lambda integration of Step Functions shows it. */
        private static @Nullable Object result(Outcome outcome) {
            if (outcome instanceof Outcome.Failed failed) {
                throw new FunctionFailed(failed.error(), failed.cause());
            }
            if (outcome instanceof Outcome.Refused refused) {
                throw new FunctionFailed("Lambda." + refused.error(), refused.message());
            }
            String payload = ((Outcome.Returned) outcome).payload();
            try {
                return payload.isEmpty() ? null : Json.parse(payload);
            } catch (JsonException e) {
                throw new FunctionFailed("Lambda.Unknown", "the function returned what is no JSON: " + payload);
            }
        }

        @Override
        public boolean hearsOfSuccess() {
            return true;
        }

        @Override
        public void ended(String execution, ExecutionStatus status) {
            executions().ended(execution, status);
        }

        @Override
        public boolean invoke(String functionArn, String payload) {
            Outcome outcome = invoked(functionArn, Caller.UNKNOWN, payload);
            if (outcome instanceof Outcome.Refused refused && refused.isThrottled()) {
                return false;
            }
            result(outcome);
            return true;
        }

        @Override
        public void start(String machineArn, String name, String input) {
            executions().startOnce(machineArn, name, input);
        }

        private Executions executions() {
            Executions wired = executions;
            if (wired == null) {
                throw new IllegalStateException("called before everything was wired");
            }
            return wired;
        }
    }
}

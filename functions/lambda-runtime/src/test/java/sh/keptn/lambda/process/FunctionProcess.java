package sh.keptn.lambda.process;

import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.UUID;

/** A function as Lambda runs it: a process with AWS's runtime interface client, and Lambda's side of it played here. */
public final class FunctionProcess implements AutoCloseable {

    private static final Duration FIVE_MINUTES = Duration.ofMinutes(5);

    private final RuntimeApi api;
    private final RuntimeProcess process;

    private FunctionProcess(RuntimeApi api, RuntimeProcess process) {
        this.api = api;
        this.process = process;
    }

    /** Starts it; its output goes to a file of the folder. */
    public static FunctionProcess start(RuntimeProcess.Setup setup, Path folder) {
        RuntimeApi api =
                new RuntimeApi("arn:aws:lambda:eu-central-1:111122223333:function:keptn-" + setup.function() + ":live");
        try {
            return new FunctionProcess(api, RuntimeProcess.start(setup, api.address(), folder));
        } catch (UncheckedIOException e) {
            api.close();
            throw e;
        }
    }

    /** The answer to a payload, as JSON text. */
    public String invoke(String payload) {
        return invoke(payload, FIVE_MINUTES);
    }

    /** The same with less time. */
    public String invoke(String payload, Duration timeLeft) {
        return answered(outcome(UUID.randomUUID().toString(), payload, timeLeft));
    }

    /** The error that a payload ends with, as JSON text: {@code errorMessage}, {@code errorType}, {@code stackTrace}. */
    public String fail(String payload) {
        return fail(UUID.randomUUID().toString(), payload);
    }

    /**
     * The same for one request.
     *
     * @param requestId the same again for an invocation that Lambda retries
     */
    public String fail(String requestId, String payload) {
        RuntimeApi.Outcome outcome = outcome(requestId, payload, FIVE_MINUTES);
        if (!outcome.kind().equals("error")) {
            throw new IllegalStateException("answered " + outcome + "; expected an error");
        }
        return outcome.body();
    }

    /** The error with which the process has not even started. */
    public String failedStart() {
        return api.await().body();
    }

    private RuntimeApi.Outcome outcome(String requestId, String payload, Duration timeLeft) {
        try {
            return api.invoke(requestId, payload, timeLeft);
        } catch (IllegalStateException e) {
            throw new IllegalStateException(e.getMessage() + "\n" + output(), e);
        }
    }

    private String answered(RuntimeApi.Outcome outcome) {
        if (!outcome.kind().equals("response")) {
            throw new IllegalStateException(outcome + "\n" + output());
        }
        return outcome.body();
    }

    /** What the process has asked the runtime interface for. */
    public List<String> calls() {
        return api.calls();
    }

    /** What it has written. */
    public String output() {
        return process.output();
    }

    /** Ends it as Lambda does: without a word. */
    @Override
    public void close() {
        process.close();
        api.close();
    }
}

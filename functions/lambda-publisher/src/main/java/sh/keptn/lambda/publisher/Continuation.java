package sh.keptn.lambda.publisher;

/** How what does not get done in the time of one invocation goes on. */
public interface Continuation {

    /** Has this function invoked again soon with the same payload. */
    void invokeAgain(String functionArn, String payload);
}

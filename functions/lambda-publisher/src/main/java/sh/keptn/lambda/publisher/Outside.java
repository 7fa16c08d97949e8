package sh.keptn.lambda.publisher;

/** What else this function reaches. */
public interface Outside {

    /**
     * The text of an object, in UTF-8.
     *
     * @throws sh.keptn.lambda.InvalidInputException if there is none
     */
    String read(String bucket, String key);

    /** Has this function invoked again soon with the same payload. */
    void invokeAgain(String functionArn, String payload);

    /** Tells a stack, which waits for it at this address, what has become of its request. */
    void answerStack(String url, String body);
}

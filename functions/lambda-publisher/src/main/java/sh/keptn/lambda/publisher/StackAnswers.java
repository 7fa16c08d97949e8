package sh.keptn.lambda.publisher;

/** How a CloudFormation stack is told what has become of its request. */
public interface StackAnswers {

    /**
     * Puts an answer where a stack waits for it.
     *
     * @param url signed by CloudFormation, for this answer only
     * @param body JSON as "Custom resource response objects" shows it
     */
    void answer(String url, String body);
}

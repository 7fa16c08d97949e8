package sh.keptn.evaluation.score;

/**
 * How the provider ended ({@code get-sli.finished}).
 *
 * @param result {@code pass}, {@code warning} or {@code fail}
 * @param status {@code succeeded}, {@code errored} or {@code aborted}
 */
public record ProviderAnswer(String result, String status, String message) {

    /** All went well. */
    public static final ProviderAnswer GOOD = new ProviderAnswer("pass", "succeeded", "");
}

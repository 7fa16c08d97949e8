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

    private static final String FAIL = "fail";

    /** The answer of a provider that had values but says that something is wrong with them. */
    public static ProviderAnswer failed(String message) {
        return new ProviderAnswer(FAIL, GOOD.status(), message);
    }

    /** Whether the provider says that nothing may pass by its values. */
    public boolean isFailed() {
        return result.equals(FAIL);
    }
}

package sh.keptn.services.sli;

import java.util.List;
import sh.keptn.evaluation.score.ProviderAnswer;
import sh.keptn.evaluation.score.SliValue;

/**
 * What a provider found ({@code get-sli.finished}).
 *
 * @param values of each indicator, in the order of the request
 * @param provider how the provider itself ended: a fail overrules the score, an error leaves nothing to score
 */
public record SliAnswer(List<SliValue> values, ProviderAnswer provider) {

    public SliAnswer {
        values = List.copyOf(values);
    }

    /** All went well, though single values may be missing. */
    public static SliAnswer of(List<SliValue> values) {
        return new SliAnswer(values, ProviderAnswer.GOOD);
    }

    /** The provider could not be asked at all. */
    public static SliAnswer errored(String sentence) {
        return new SliAnswer(List.of(), new ProviderAnswer("fail", "errored", sentence));
    }
}

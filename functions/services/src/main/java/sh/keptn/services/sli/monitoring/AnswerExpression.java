package sh.keptn.services.sli.monitoring;

import java.time.Clock;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import sh.keptn.expressions.Expression;
import sh.keptn.expressions.Expression.EvaluationException;
import sh.keptn.expressions.Expression.Undefined;
import sh.keptn.expressions.StatesFunctions;
import sh.keptn.services.sli.SliException;

/** Takes the number out of an answer: a JSONata expression over its JSON. */
final class AnswerExpression {

    private static final Duration TIME_LIMIT = Duration.ofSeconds(1);
    /** What JSONata says before the text of a `$error` of the expression's own. */
    private static final String OWN_ERROR = "D3137: ";

    private final Expression expression;

    private AnswerExpression(Expression expression) {
        this.expression = expression;
    }

    /** @throws SliException if the text is no JSONata */
    static AnswerExpression parse(String text) throws SliException {
        try {
            return new AnswerExpression(new Expression(text, new StatesFunctions(Clock::systemUTC, () -> 0)));
        } catch (IllegalArgumentException e) {
            throw SliException.lasting("`value`: " + e.getMessage());
        }
    }

    /** @throws SliException if there is no number */
    double number(@Nullable Object answer) throws SliException {
        Object value;
        try {
            value = expression.evaluateOn(answer, TIME_LIMIT);
        } catch (EvaluationException e) {
            String message = String.valueOf(e.getMessage());
            throw SliException.lasting(
                    message.startsWith(OWN_ERROR)
                            ? message.substring(OWN_ERROR.length())
                            : "`value` fails over the answer: " + message);
        }
        if (value == Undefined.UNDEFINED || value == null) {
            throw SliException.lasting(
                    "the query found no data in this time, or `value` looks for it in the wrong place of the answer");
        }
        return Numbers.of(value);
    }
}

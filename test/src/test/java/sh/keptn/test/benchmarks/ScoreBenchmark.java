package sh.keptn.test.benchmarks;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import sh.keptn.diagnostics.YamlReader;
import sh.keptn.evaluation.score.Evaluation;
import sh.keptn.evaluation.score.Evaluator;
import sh.keptn.evaluation.score.Outcome;
import sh.keptn.evaluation.score.PreviousEvaluation;
import sh.keptn.evaluation.score.ProviderAnswer;
import sh.keptn.evaluation.score.SliValue;
import sh.keptn.evaluation.slo.Slo;
import sh.keptn.evaluation.slo.SloParser;

/** How long it takes to score 100 values, beside 10 earlier results and beside none; values and results are in memory. */
final class ScoreBenchmark {

    private static final int INDICATORS = 100;
    private static final int EARLIER = 10;

    private final List<String> names =
            IntStream.range(0, INDICATORS).mapToObj(number -> "sli" + number).toList();
    private final Slo slo = YamlReader.read("slo.yaml", Gates.objectives(names, EARLIER))
            .then(SloParser::parse)
            .value()
            .orElseThrow();

    private ScoreBenchmark() {}

    /** Arguments: how often it is done until it is warm, and how often it is measured. */
    public static void main(String[] arguments) {
        new ScoreBenchmark().run(Integer.parseInt(arguments[0]), Integer.parseInt(arguments[1]));
    }

    private void run(int warmUps, int times) {
        List<PreviousEvaluation> earlier = IntStream.rangeClosed(1, EARLIER)
                .mapToObj(number -> new PreviousEvaluation("evaluation-" + number, "pass", false, values(number)))
                .toList();
        micros(earlier, warmUps);
        micros(List.of(), warmUps);
        double[] beside = micros(earlier, times);
        double[] alone = micros(List.of(), times);
        String name = "score of " + INDICATORS + " SLIs beside " + EARLIER + " results";
        print(new Figure(name + ": median", beside[times / 2], "us", "beside none", alone[times / 2]));
        print(Figure.of(name + ": 99 of 100 in", beside[times * 99 / 100], "us"));
    }

    /** How long each of so many took, sorted. */
    private double[] micros(List<PreviousEvaluation> earlier, int times) {
        double[] micros = new double[times];
        for (int i = 0; i < times; i++) {
            List<SliValue> values = values(i);
            long begin = System.nanoTime();
            Evaluation evaluation = Evaluator.evaluate(Optional.of(slo), "shop", values, earlier, ProviderAnswer.GOOD);
            micros[i] = (System.nanoTime() - begin) / 1e3;
            if (evaluation.result() != Outcome.PASS
                    || evaluation.comparedEvents().size() != earlier.size()) {
                throw new IllegalStateException("not what is to be measured: " + evaluation);
            }
        }
        Arrays.sort(micros);
        return micros;
    }

    private List<SliValue> values(int evaluation) {
        return IntStream.range(0, INDICATORS)
                .mapToObj(number -> new SliValue(names.get(number), Gates.value(number, evaluation), true, ""))
                .toList();
    }

    private static void print(Figure figure) {
        System.out.println(figure.line());
    }
}

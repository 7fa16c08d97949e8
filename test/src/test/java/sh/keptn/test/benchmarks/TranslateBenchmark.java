package sh.keptn.test.benchmarks;

import java.util.Arrays;

/** How long the translator takes: a shipyard of 60 tasks once everything is warm, and one of 1,000 stages. */
final class TranslateBenchmark {

    private static final int TASKS = 60;
    private static final int STAGES = 1_000;

    private TranslateBenchmark() {}

    /** Arguments: how often the small one is translated until it is warm, and how often it is measured. */
    public static void main(String[] arguments) {
        String small = Shipyards.ofTasks(TASKS);
        times(small, Integer.parseInt(arguments[0]));
        double median = median(times(small, Integer.parseInt(arguments[1])));
        System.out.println(Figure.of("translate a shipyard of 60 tasks, warm", median, "ms")
                .line());
        double large = median(times(Shipyards.ofStages(STAGES), 3));
        System.out.println(
                Figure.of("translate a shipyard of 1,000 stages", large, "ms").line());
    }

    private static double[] times(String shipyard, int times) {
        double[] millis = new double[times];
        for (int i = 0; i < times; i++) {
            long begin = System.nanoTime();
            if (Shipyards.plan(shipyard).stateMachines().isEmpty()) {
                throw new IllegalStateException("no machines");
            }
            millis[i] = (System.nanoTime() - begin) / 1e6;
        }
        return millis;
    }

    private static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }
}

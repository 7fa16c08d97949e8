package sh.keptn.test.benchmarks;

import java.util.List;
import java.util.Locale;

/** Figures as a table for people. */
final class FigureTable {

    private FigureTable() {}

    /** One line for each figure: name, value with unit, and what it stands beside with the ratio of the two. */
    static String of(List<Figure> figures) {
        int width = figures.stream()
                .mapToInt(figure -> figure.name().length())
                .max()
                .orElse(0);
        StringBuilder table = new StringBuilder();
        for (Figure figure : figures) {
            table.append(String.format(
                    Locale.ROOT, "%-" + width + "s  %10s %s", figure.name(), number(figure.value()), figure.unit()));
            if (!figure.baseline().isEmpty()) {
                table.append(String.format(
                        Locale.ROOT,
                        "  (%s: %s, ratio %.2f)",
                        figure.baseline(),
                        number(figure.baselineValue()),
                        figure.ratio()));
            }
            table.append('\n');
        }
        return table.toString();
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, value < 100 ? "%.1f" : "%,.0f", value);
    }
}

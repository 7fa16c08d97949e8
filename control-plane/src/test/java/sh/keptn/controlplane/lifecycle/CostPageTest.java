package sh.keptn.controlplane.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import sh.keptn.events.Json;
import sh.keptn.translator.Plan;
import sh.keptn.translator.PlanCost;
import sh.keptn.translator.SourceFile;
import sh.keptn.translator.Translator;
import sh.keptn.translator.aws.AwsFigures;

/**
 * The table of the page about costs: what one delivery of the example uses is counted by playing it, and multiplied with the
 * prices of {@code figures.json}. {@code -Dgolden} writes the table anew.
 */
final class CostPageTest {

    private static final boolean REWRITE =
            !System.getProperty("golden", "false").equals("false");
    private static final Path PAGE = Path.of("../docs/aws/cost.md");
    private static final Path EXAMPLE = Path.of("../examples/carts");
    private static final String BEGIN = "<!-- computed -->\n";
    private static final String END = "<!-- end -->";
    private static final List<Integer> DELIVERIES = List.of(0, 100, 10_000);

    /** What the page says of a request. */
    private static final double SECONDS = 0.2;

    private static final double GIGABYTES = 1;
    private static final double LOG_BYTES = 1_000;
    private static final int MINUTES_OPEN = 30;

    private static final int HOURS = 730;
    private static final int MINUTES = HOURS * 60;

    /** A sweep that finds nothing asks each part of the index once, and reads what it notes of itself. */
    private static final int READS_OF_SWEEP = 9;

    /** Of events that failed, and of errors of the HTTP API. */
    private static final int ALARMS = 2;

    private static final double GIGA = 1e9;
    private static final double MEGA = 1e6;

    @Test
    void theTableIsWhatThePlanAndThePricesGive() throws IOException {
        Plan plan = Translator.translate("carts", source("shipyard.yaml"), source("uniform.yaml"))
                .value()
                .orElseThrow();
        String table = table((double) PlanCost.of(plan).minTransitions(), PlayedDelivery.of(plan));
        String page = Files.readString(PAGE);
        int begin = page.indexOf(BEGIN) + BEGIN.length();
        int end = page.indexOf(END);
        if (REWRITE) {
            Files.writeString(PAGE, page.substring(0, begin) + table + page.substring(end));
            return;
        }
        assertThat(page.substring(begin, end)).isEqualTo(table);
    }

    private static SourceFile source(String name) throws IOException {
        return new SourceFile(name, Files.readString(EXAMPLE.resolve(name)));
    }

    private static String table(double transitions, PlayedDelivery.Usage one) {
        StringBuilder table = new StringBuilder("| | one delivery |");
        DELIVERIES.forEach(deliveries -> table.append(String.format(Locale.ROOT, " %,d deliveries |", deliveries)));
        table.append("\n|---|---:|---:|---:|---:|\n");
        Map<Integer, BigDecimal> sums = new LinkedHashMap<>();
        row(
                table,
                sums,
                "Step Functions: state transitions",
                transitions,
                n -> n * transitions / 1e3,
                "per-1000-state-transitions");
        row(
                table,
                sums,
                "Lambda: requests",
                one.requests(),
                n -> requests(n, one) / MEGA,
                "per-million-function-requests");
        row(
                table,
                sums,
                "Lambda: GB-seconds",
                one.requests() * SECONDS * GIGABYTES,
                n -> requests(n, one) * SECONDS * GIGABYTES / MEGA,
                "per-million-gigabyte-seconds");
        row(table, sums, "EventBridge: events", one.events(), n -> n * one.events() / MEGA, "per-million-events");
        row(
                table,
                sums,
                "DynamoDB: write units",
                one.writeUnits(),
                n -> n * one.writeUnits() / MEGA,
                "per-million-write-units");
        row(
                table,
                sums,
                "DynamoDB: read units",
                one.readUnits(),
                n -> (n * one.readUnits() + sweeps(n) * READS_OF_SWEEP) / MEGA,
                "per-million-read-units");
        row(
                table,
                sums,
                "DynamoDB: KB stored, with backup",
                one.bytes() / 1e3,
                n -> n * one.bytes() / GIGA,
                "per-table-gigabyte-month");
        row(
                table,
                sums,
                "CloudWatch: KB of logs",
                one.requests() * LOG_BYTES / 1e3,
                n -> requests(n, one) * LOG_BYTES / GIGA,
                "per-log-gigabyte");
        row(table, sums, "CloudWatch: alarms", 0, n -> ALARMS, "per-alarm-month");
        row(table, sums, "Secrets Manager: secret", 0, n -> 1, "per-secret-month");
        row(table, sums, "X-Ray: traces", one.requests(), n -> requests(n, one) / MEGA, "per-million-traces");
        table.append("| **a month** | |");
        DELIVERIES.forEach(deliveries -> table.append(" **")
                .append(dollars(Objects.requireNonNull(sums.get(deliveries))))
                .append("** |"));
        return table.append('\n').toString();
    }

    private static double requests(double deliveries, PlayedDelivery.Usage one) {
        return deliveries * one.requests() + sweeps(deliveries);
    }

    private static double sweeps(double deliveries) {
        return HOURS + Math.min(deliveries * MINUTES_OPEN, MINUTES);
    }

    /** How much of something a number of deliveries uses in a month. */
    @FunctionalInterface
    private interface Quantity {
        double of(double deliveries);
    }

    private static void row(
            StringBuilder table,
            Map<Integer, BigDecimal> sums,
            String what,
            double one,
            Quantity quantity,
            String price) {
        table.append("| ")
                .append(what)
                .append(" | ")
                .append(one == 0 ? "" : number(one))
                .append(" |");
        for (int deliveries : DELIVERIES) {
            BigDecimal cost = price(price).multiply(BigDecimal.valueOf(quantity.of(deliveries)));
            sums.merge(deliveries, cost, BigDecimal::add);
            table.append(' ').append(dollars(cost)).append(" |");
        }
        table.append('\n');
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, "%,.0f", value);
    }

    private static String dollars(BigDecimal amount) {
        return "$" + String.format(Locale.ROOT, "%,.2f", amount.setScale(2, RoundingMode.HALF_UP));
    }

    private static BigDecimal price(String name) {
        try (InputStream file = Objects.requireNonNull(AwsFigures.class.getResourceAsStream("figures.json"))) {
            Map<String, @Nullable Object> figures =
                    Json.parseObject(new String(file.readAllBytes(), StandardCharsets.UTF_8));
            return new BigDecimal(String.valueOf(
                    Json.child(Json.child(figures, "prices"), name).get("price")));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

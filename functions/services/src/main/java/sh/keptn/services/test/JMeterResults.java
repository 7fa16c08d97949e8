package sh.keptn.services.test;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import sh.keptn.scenarios.results.TestResults;

/**
 * What JMeter has written down, a line for each request (CSV with a header; JMeter's manual, "Listeners"). Transactions are left out, as
 * in JMeter's own summary: their requests are there already.
 */
record JMeterResults(TestResults results) {

    /** No request at all. */
    static final TestResults NOTHING = new Measurements(List.of()).results(Duration.ZERO);

    private static final String TRANSACTION = "Number of samples in transaction : ";

    /** Empty where there is no request in it. A line that is cut off, as of a killed JMeter, is not read. */
    static Optional<JMeterResults> read(Path file) throws IOException {
        try (BufferedReader reader = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
            List<String> names = line(reader);
            if (names == null) {
                return Optional.empty();
            }
            Measurements measurements = new Measurements(List.of());
            long first = Long.MAX_VALUE;
            long last = Long.MIN_VALUE;
            for (List<String> values = line(reader); values != null; values = line(reader)) {
                Map<String, String> sample = new HashMap<>();
                for (int i = 0; i < Math.min(names.size(), values.size()); i++) {
                    sample.put(names.get(i), values.get(i));
                }
                String begun = sample.getOrDefault("timeStamp", "");
                String elapsed = sample.getOrDefault("elapsed", "");
                boolean isWhole =
                        values.size() == names.size() && begun.matches("\\d{1,18}") && elapsed.matches("\\d{1,18}");
                if (isWhole && !sample.getOrDefault("responseMessage", "").startsWith(TRANSACTION)) {
                    long start = Long.parseLong(begun);
                    long took = Long.parseLong(elapsed);
                    first = Math.min(first, start);
                    last = Math.max(last, start + took);
                    measurements.record(sample.getOrDefault("label", ""), Duration.ofMillis(took), mistake(sample));
                }
            }
            return first > last
                    ? Optional.empty()
                    : Optional.of(new JMeterResults(measurements.results(Duration.ofMillis(last - first))));
        }
    }

    private static @Nullable String mistake(Map<String, String> sample) {
        if (!sample.getOrDefault("success", "").equals("false")) {
            return null;
        }
        String why = sample.getOrDefault("failureMessage", "").strip();
        return why.isEmpty()
                ? (sample.getOrDefault("responseCode", "") + " " + sample.getOrDefault("responseMessage", "")).strip()
                : why;
    }

    /** The next line, with those that its quoted values go over; null at the end. */
    private static @Nullable List<String> line(BufferedReader reader) throws IOException {
        int next = reader.read();
        if (next < 0) {
            return null;
        }
        List<String> values = new ArrayList<>();
        StringBuilder value = new StringBuilder();
        boolean isQuoted = false;
        while (next >= 0 && (isQuoted || next != '\n')) {
            if (next == '"') {
                reader.mark(1);
                boolean isDouble = isQuoted && reader.read() == '"';
                if (isDouble) {
                    value.append('"');
                } else {
                    if (isQuoted) {
                        reader.reset();
                    }
                    isQuoted = !isQuoted;
                }
            } else if (next == ',' && !isQuoted) {
                values.add(value.toString());
                value.setLength(0);
            } else if (next != '\r' || isQuoted) {
                value.append((char) next);
            }
            next = reader.read();
        }
        values.add(value.toString());
        return values;
    }
}

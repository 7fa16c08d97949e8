package sh.keptn.evaluation.timeframe;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import sh.keptn.events.GoDuration;

/** The time for which indicators are asked, or why there is none. */
public sealed interface TimeFrame {

    /** Start and end, as {@code get-sli.triggered} has them. */
    record Known(String start, String end) implements TimeFrame {}

    /** There is none; the sentence stands in the finished event. */
    record Unknown(String reason) implements TimeFrame {}

    /**
     * What an {@code evaluation.triggered} says about time; missing texts are empty.
     *
     * @param timeframe a duration of Go, for example {@code 10m}
     */
    record Request(String start, String end, String timeframe, String testStart, String testEnd) {}

    /** The JDK also takes times without seconds, which Go does not. */
    Pattern TIME =
            Pattern.compile("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(?:\\.\\d{1,9})?(?<offset>Z|[+-]\\d\\d:\\d\\d)?");

    /** No shorter time can be evaluated. */
    Duration SHORTEST = Duration.ofMinutes(1);

    /**
     * The times of the evaluation, else those of the test. The latter are taken as they are.
     *
     * @param now where a duration without a start ends
     */
    static TimeFrame of(Request request, Instant now) {
        boolean isGiven = (!request.start().isEmpty() && !request.end().isEmpty())
                || !request.timeframe().isEmpty();
        if (isGiven) {
            return ofEvaluation(request, now);
        } else if (!request.testStart().isEmpty() && !request.testEnd().isEmpty()) {
            return new Known(request.testStart(), request.testEnd());
        }
        return new Unknown("evaluation.triggered event does not contain evaluation timeframe");
    }

    private static TimeFrame ofEvaluation(Request request, Instant now) {
        if (!request.end().isEmpty() && !request.timeframe().isEmpty()) {
            return new Unknown("'end' and 'timeframe' are mutually exclusive");
        }
        Optional<Duration> length =
                request.timeframe().isEmpty() ? Optional.of(Duration.ZERO) : GoDuration.of(request.timeframe());
        if (length.isEmpty()) {
            return new Unknown("could not parse provided timeframe: `" + request.timeframe()
                    + "` is no duration, expected for example `10m`");
        }
        Optional<Instant> start =
                request.start().isEmpty() ? Optional.of(now.minus(length.get())) : instant(request.start());
        Optional<Instant> end =
                request.end().isEmpty() ? start.map(known -> known.plus(length.get())) : instant(request.end());
        if (start.isEmpty() || end.isEmpty()) {
            return new Unknown("`" + (start.isEmpty() ? request.start() : request.end())
                    + "` is no time, expected for example `2006-01-02T15:04:05.000Z`");
        }
        return Duration.between(start.get(), end.get()).compareTo(SHORTEST) < 0
                ? new Unknown("end date must be at least 1 minute after start date")
                : new Known(format(start.get()), format(end.get()));
    }

    /** A time with an offset, or without: then in UTC; empty where the text is none. */
    static Optional<Instant> instant(String text) {
        Matcher time = TIME.matcher(text);
        if (!time.matches()) {
            return Optional.empty();
        }
        try {
            return Optional.of(
                    time.group("offset") != null
                            ? OffsetDateTime.parse(text).toInstant()
                            : LocalDateTime.parse(text).toInstant(ZoneOffset.UTC));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    /** Differs from Keptn, which writes the local time of an offset and calls it UTC. */
    private static String format(Instant time) {
        return DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'")
                .withZone(ZoneOffset.UTC)
                .format(time);
    }
}

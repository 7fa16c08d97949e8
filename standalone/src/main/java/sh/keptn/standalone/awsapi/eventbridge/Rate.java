package sh.keptn.standalone.awsapi.eventbridge;

import java.time.Duration;
import java.time.Instant;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import sh.keptn.standalone.awsapi.protocol.AwsError;

/** A schedule such as {@code rate(5 minutes)} (EventBridge, "Rate expressions"). */
record Rate(Duration period) {

    private static final Pattern EXPRESSION = Pattern.compile("rate\\(([1-9]\\d{0,8}) (minute|hour|day)(s?)\\)");

    static Rate of(String expression) {
        Matcher parts = EXPRESSION.matcher(expression);
        if (!parts.matches() || parts.group(1).equals("1") != parts.group(3).isEmpty()) {
            String reason = expression.startsWith("cron(")
                    ? " Reason: cron expressions are not supported here, only rate(...) is."
                    : "";
            throw new AwsError("ValidationException", "Parameter ScheduleExpression is not valid." + reason);
        }
        long count = Long.parseLong(parts.group(1));
        return new Rate(
                switch (parts.group(2)) {
                    case "minute" -> Duration.ofMinutes(count);
                    case "hour" -> Duration.ofHours(count);
                    default -> Duration.ofDays(count);
                });
    }

    /** The first time after an instant, counted from the start; what was missed is not made up for. */
    Instant next(Instant start, Instant after) {
        long passed = Math.max(0, Duration.between(start, after).dividedBy(period));
        return start.plus(period.multipliedBy(passed + 1));
    }
}

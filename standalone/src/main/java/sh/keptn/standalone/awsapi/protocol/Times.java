package sh.keptn.standalone.awsapi.protocol;

import java.math.BigDecimal;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Timestamps as AWS's JSON protocols write them: seconds since 1970 with milliseconds. */
public final class Times {

    private static final int MILLI_DIGITS = 3;

    private Times() {}

    /** Null where there is none. */
    public static @Nullable BigDecimal seconds(@Nullable Instant time) {
        return time == null ? null : BigDecimal.valueOf(time.toEpochMilli(), MILLI_DIGITS);
    }
}

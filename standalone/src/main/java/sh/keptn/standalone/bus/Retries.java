package sh.keptn.standalone.bus;

import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/** How long to wait after each try that failed; after the try that has no delay any more a delivery is given up. */
public record Retries(List<Duration> delays) {

    /** Ten tries, after 1 s, 2 s, ... 60 s. */
    public static final Retries USUAL = new Retries(
            Stream.of(1, 2, 4, 8, 16, 32, 60, 60, 60).map(Duration::ofSeconds).toList());

    public Retries {
        delays = List.copyOf(delays);
    }
}

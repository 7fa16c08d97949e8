package sh.keptn.services.sli;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import sh.keptn.services.Requests;

/** Requests for indicators of carts in sockshop's dev stage, of the five minutes before {@link Requests#CLOCK}. */
public final class SliRequests {

    private SliRequests() {}

    /** A request with the label {@code build} and the filter {@code handler}, and a day to go. */
    public static SliRequest of(SliRequest.Indicator... indicators) {
        return until(Requests.CLOCK.instant().plusSeconds(86_400), indicators);
    }

    /** The same with a deadline. */
    public static SliRequest until(Instant deadline, SliRequest.Indicator... indicators) {
        Map<String, String> labels = new LinkedHashMap<>();
        labels.put("build", "17");
        labels.put("build-url", "https://ci.example.com/17?a=1&b=\"2\"");
        labels.put("dot", ".");
        labels.put("dots", "..");
        return new SliRequest(
                "sockshop",
                "dev",
                "carts",
                "direct",
                labels,
                Map.of("handler", "'ItemsController'"),
                Requests.CLOCK.instant().minusSeconds(300),
                Requests.CLOCK.instant(),
                deadline,
                Requests.of("evaluation", "{\"test\": {\"teststrategy\": \"performance\"}}")
                        .event(),
                null,
                List.of(indicators));
    }
}

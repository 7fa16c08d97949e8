package sh.keptn.standalone.crash;

import java.time.Duration;
import java.util.Random;

/** How often something is delivered, and when. */
interface Deliveries {

    /** How often: at least once. */
    int times(Random random);

    /** How long each takes. */
    Duration delay(Random random);

    /** Each thing once and at once, as a bus does on a good day. */
    Deliveries ORDERLY = new Deliveries() {
        @Override
        public int times(Random random) {
            return 1;
        }

        @Override
        public Duration delay(Random random) {
            return Duration.ZERO;
        }
    };

    /** Each thing one to five times, so late that others overtake it. */
    Deliveries SHUFFLED = new Deliveries() {
        @Override
        public int times(Random random) {
            return 1 + random.nextInt(5);
        }

        @Override
        public Duration delay(Random random) {
            return Duration.ofMillis(random.nextInt(90_000));
        }
    };
}

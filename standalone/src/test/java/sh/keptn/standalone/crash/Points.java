package sh.keptn.standalone.crash;

/**
 * Says in the output of the build how many points a test has tried, one line each:
 * {@code power failures: 5620 points, 0 violations (seed 20260101)}.
 */
final class Points {

    private Points() {}

    /** @param more what else is worth knowing, such as the seed */
    static void print(String what, int points, int violations, String more) {
        System.out.println(what + ": " + points + " points, " + violations + " violations (" + more + ")");
    }
}

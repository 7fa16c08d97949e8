package sh.keptn.controlplane.rows;

/** Numbers in sort keys: twelve digits, so that the order of the texts is that of the numbers. */
final class SortNumber {

    private static final int DIGITS = 12;

    private SortNumber() {}

    /** Several of these are made for each event, and {@code String.format} takes its format apart each time. */
    static String of(long number) {
        String text = Long.toString(number);
        return "0".repeat(Math.max(0, DIGITS - text.length())) + text;
    }
}

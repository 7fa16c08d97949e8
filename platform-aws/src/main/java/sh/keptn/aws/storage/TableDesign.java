package sh.keptn.aws.storage;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;

/** The table's attributes and index. Whoever creates the table uses these names; they never change. */
public final class TableDesign {

    /** Partition key of the table, a string. */
    public static final String PARTITION = "pk";

    /** Sort key of the table, a string. */
    public static final String SORT = "sk";

    /** Number: counts from 1, raised by each put. */
    public static final String VERSION = "version";

    /** String: the JSON text, absent where {@link #BODY_AT} is. */
    public static final String BODY = "body";

    /** String: name of the object that holds a large body. */
    public static final String BODY_AT = "bodyAt";

    /** Number: nanoseconds since 1970 at which the sweep has to look at the item; absent if never. Sort key of the index. */
    public static final String DUE = "due";

    /** String, beside {@link #DUE} only: partition key of the index, one of {@link #DUE_SHARDS} numbers from 0. */
    public static final String DUE_SHARD = "dueShard";

    /** Name of the index of due items. It needs no more than the keys: what it finds is read again from the table. */
    public static final String DUE_INDEX = "due";

    /** Number: the second since 1970 after which DynamoDB may remove the item (time to live); absent if it never may. */
    public static final String EXPIRES = "expires";

    /**
     * Into how many partitions the index is split. One partition takes 1,000 writes a second, and an index that is slower
     * than its table slows the table down. May be raised, never lowered.
     */
    public static final int DUE_SHARDS = 8;

    private static final BigDecimal NANOS = BigDecimal.valueOf(1_000_000_000L);

    private TableDesign() {}

    /** In which partition of the index the items of a partition are found. */
    static String dueShard(String partition) {
        return Integer.toString(Math.floorMod(partition.hashCode(), DUE_SHARDS));
    }

    /** A due time as number; exact for every instant, because 26 digits fit into DynamoDB's 38. */
    static String dueNumber(Instant due) {
        return BigDecimal.valueOf(due.getEpochSecond())
                .multiply(NANOS)
                .add(BigDecimal.valueOf(due.getNano()))
                .toBigIntegerExact()
                .toString();
    }

    static Instant dueInstant(String number) {
        BigInteger[] parts = new BigDecimal(number).toBigIntegerExact().divideAndRemainder(NANOS.toBigIntegerExact());
        return Instant.ofEpochSecond(parts[0].longValueExact(), parts[1].longValueExact());
    }
}

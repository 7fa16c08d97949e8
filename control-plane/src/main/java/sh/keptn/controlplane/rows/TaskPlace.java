package sh.keptn.controlplane.rows;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where a task stands in its machine.
 *
 * @param index in the order of the file, from 0
 * @param parallel number of the parallel block that it is in, from 1; 0: none
 * @param branch of that block, from 1; 0: none
 * @param progress what its progress leads to
 * @param rest whether nothing runs after it for a while
 */
public record TaskPlace(int index, int parallel, int branch, Progress progress, Rest rest) {

    /** When nothing runs in this part of the machine once the task has ended. */
    public enum Rest {
        /** Never: the next state begins at once. */
        NONE,
        /** After its end there is a delay. */
        FINISHED,
        /** After its progress there is a delay. */
        PROGRESS,
        /** There is a delay after both. */
        ALWAYS,
        /** Its branch of a parallel block has ended. */
        BRANCH;

        /** Reads the word of a compiled machine; absent: none. */
        public static Rest of(@Nullable String word) {
            return word == null ? NONE : valueOf(word.toUpperCase(Locale.ROOT));
        }
    }

    /** What happens when a task reports progress. */
    public enum Progress {
        /** Nothing: it is only said. */
        NONE,
        /** The tasks below it run, then it is asked to go on. */
        LOOP,
        /** The sequence's run ends with {@code in-progress}, and others follow. */
        SEQUENCE;

        /** Reads the word of a compiled machine; absent: none. */
        public static Progress of(@Nullable String word) {
            return word == null ? NONE : word.equals("loop") ? LOOP : SEQUENCE;
        }
    }

    Map<String, @Nullable Object> encode() {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("index", index);
        json.put("parallel", parallel);
        json.put("branch", branch);
        json.put("progress", progress.name());
        json.put("rest", rest.name());
        return json;
    }

    static TaskPlace decode(Map<String, @Nullable Object> json) {
        Fields fields = new Fields(json);
        return new TaskPlace(
                fields.integer("index"),
                fields.integer("parallel"),
                fields.integer("branch"),
                Progress.valueOf(fields.text("progress")),
                Rest.of(fields.optionalText("rest")));
    }
}

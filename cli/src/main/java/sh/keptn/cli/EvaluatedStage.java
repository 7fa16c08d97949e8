package sh.keptn.cli;

import java.util.List;
import sh.keptn.controlplane.rows.EvaluationRow;
import sh.keptn.events.Json;

/** The results of a service in one stage, newest first. */
record EvaluatedStage(String stage, List<EvaluationRow> results) {

    private static final int SHORT_ID = 8;

    EvaluatedStage {
        results = List.copyOf(results);
    }

    /** What people call what was evaluated: the label {@code buildId} or {@code build}, else the image's tag, else the start of the context. */
    static String build(EvaluationRow row) {
        for (String label : List.of("buildId", "build")) {
            String build = Json.text(row.labels(), label);
            if (build != null && !build.isEmpty()) {
                return build;
            }
        }
        String name = row.image().substring(row.image().lastIndexOf('/') + 1);
        return name.contains(":") ? name.substring(name.lastIndexOf(':') + 1) : shortId(row.context());
    }

    /** Enough of an id to tell it from others, and to name it by. */
    static String shortId(String id) {
        return id.substring(0, Math.min(SHORT_ID, id.length()));
    }
}

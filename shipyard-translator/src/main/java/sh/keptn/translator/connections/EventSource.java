package sh.keptn.translator.connections;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Events of a service of AWS that can start a sequence. Each knows the pattern of its events and what it makes of them. {@code
 * <name>} in its texts is a variable of an input transformer; EventBridge does not escape what it inserts, so that free text of
 * an event is never among them.
 */
sealed interface EventSource {

    /** The {@code source} of the events. */
    String source();

    String detailType();

    /** The pattern of {@code detail}. It asks for every field that {@link #paths} needs. */
    Map<String, @Nullable Object> detail();

    /** The fields below {@code detail} that are used, by the name of their variable. */
    Map<String, String> paths();

    /** What of the event goes into the data of the sequence's trigger. */
    Map<String, @Nullable Object> data();

    /** What happens, for people. */
    String text();

    /**
     * An image was pushed (Amazon ECR User Guide, "Amazon ECR events and EventBridge").
     *
     * @param repository its name, or how it begins and {@code *}
     * @param tag the same of the image's tag
     */
    record ImagePush(String repository, String tag) implements EventSource {
        @Override
        public String source() {
            return "aws.ecr";
        }

        @Override
        public String detailType() {
            return "ECR Image Action";
        }

        @Override
        public Map<String, @Nullable Object> detail() {
            Map<String, @Nullable Object> detail = new LinkedHashMap<>();
            detail.put("action-type", List.of("PUSH"));
            detail.put("result", List.of("SUCCESS"));
            detail.put("repository-name", matching(repository));
            detail.put("image-digest", matching(ANYTHING));
            detail.put("image-tag", matching(tag));
            return detail;
        }

        @Override
        public Map<String, String> paths() {
            return Map.of("repository", "repository-name", "digest", "image-digest", "tag", "image-tag");
        }

        @Override
        public Map<String, @Nullable Object> data() {
            // A tag can move on before it is pulled, a digest cannot.
            String image = "<account>.dkr.ecr.<region>." + IncomingRule.URL_SUFFIX + "/<repository>@<digest>";
            return Map.of(
                    "configurationChange", Map.of("values", Map.of("image", image)), "labels", Map.of("tag", "<tag>"));
        }

        @Override
        public String text() {
            return "pushes to " + repository + ":" + tag;
        }
    }

    /**
     * A pipeline, or a stage of it, has succeeded (AWS CodePipeline User Guide, "Monitoring CodePipeline events").
     *
     * @param stage null for the whole pipeline
     */
    record PipelineSuccess(String pipeline, @Nullable String stage) implements EventSource {
        @Override
        public String source() {
            return "aws.codepipeline";
        }

        @Override
        public String detailType() {
            return "CodePipeline " + (stage == null ? "Pipeline" : "Stage") + " Execution State Change";
        }

        @Override
        public Map<String, @Nullable Object> detail() {
            Map<String, @Nullable Object> detail = new LinkedHashMap<>();
            detail.put("pipeline", matching(pipeline));
            if (stage != null) {
                detail.put("stage", matching(stage));
            }
            detail.put("state", List.of("SUCCEEDED"));
            detail.put("execution-id", matching(ANYTHING));
            return detail;
        }

        @Override
        public Map<String, String> paths() {
            return Map.of("pipeline", "pipeline", "execution", "execution-id");
        }

        @Override
        public Map<String, @Nullable Object> data() {
            return Map.of("labels", Map.of("pipeline", "<pipeline>", "execution", "<execution>"));
        }

        @Override
        public String text() {
            return "successes of " + pipeline + (stage == null ? "" : "/" + stage);
        }
    }

    /**
     * An alarm has changed its state (Amazon CloudWatch User Guide, "Alarm events and EventBridge"). Names of alarms are free text, so
     * that the one that is meant is said in full.
     *
     * @param state the new one: {@code ALARM}, {@code OK} or {@code INSUFFICIENT_DATA}
     */
    record AlarmChange(String name, String state) implements EventSource {

        static final List<String> STATES = List.of("ALARM", "OK", "INSUFFICIENT_DATA");

        @Override
        public String source() {
            return "aws.cloudwatch";
        }

        @Override
        public String detailType() {
            return "CloudWatch Alarm State Change";
        }

        @Override
        public Map<String, @Nullable Object> detail() {
            Map<String, @Nullable Object> detail = new LinkedHashMap<>();
            detail.put("alarmName", List.of(name));
            detail.put("state", Map.of("value", List.of(state)));
            return detail;
        }

        @Override
        public Map<String, String> paths() {
            return Map.of();
        }

        /** The problem as remediation tasks look for it: by its title. */
        @Override
        public Map<String, @Nullable Object> data() {
            String problem = state.equals("OK") ? "RESOLVED" : "OPEN";
            return Map.of("problem", Map.of("State", problem, "problemTitle", name), "labels", Map.of("alarm", name));
        }

        @Override
        public String text() {
            return "changes of " + name + " to " + state;
        }
    }

    /** Matches every text, and nothing that is missing. */
    String ANYTHING = "*";

    /** A text, or how it begins and {@code *}: a bus has few {@code wildcard} patterns, so that there is no more than this. */
    private static List<Object> matching(String text) {
        if (text.equals(ANYTHING)) {
            return List.of(Map.of("exists", true));
        }
        return List.of(text.endsWith(ANYTHING) ? Map.of("prefix", text.substring(0, text.length() - 1)) : text);
    }
}

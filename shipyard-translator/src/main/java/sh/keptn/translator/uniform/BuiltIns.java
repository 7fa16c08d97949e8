package sh.keptn.translator.uniform;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The built-in task services: their names, the tasks they do, and the images of Keptn that they stand for. */
public final class BuiltIns {

    /** Built-ins that do the task of their own name, in the order in which they are listed for users. */
    private static final List<String> BY_TASK = List.of(
            "update",
            "deployment",
            "test",
            "evaluation",
            "release",
            "rollback",
            "approval",
            "remediation",
            "get-action",
            "action",
            "get-sli",
            "notification");

    /** Built-ins that a uniform has to name. */
    private static final Set<String> BY_NAME = Set.of("webhook", "job");

    /** Providers of indicators, in the order in which they are listed for users; those of the second list need no {@code url}. */
    private static final List<String> PROVIDERS_WITH_URL =
            List.of("prometheus", "dynatrace", "graphite", "influxdb", "elasticsearch", "http-json");

    private static final List<String> PROVIDERS_WITH_ADDRESS = List.of("datadog", "newrelic", "cloudwatch");

    /** The task that providers do. */
    public static final String GET_SLI = "get-sli";

    /** Tasks of the user stories, of which the oldest carry the strategy in the name. */
    private static final Map<String, String> OLD_TASKS = Map.ofEntries(
            Map.entry("deploy_direct", "deployment"),
            Map.entry("deploy_blue_green", "deployment"),
            Map.entry("functional_tests", "test"),
            Map.entry("performance_tests", "test"),
            Map.entry("real_user_tests", "test"),
            Map.entry("evaluate_release", "evaluation"),
            Map.entry("evaluate_remedation", "evaluation"),
            Map.entry("evaluate_problem_closed", "evaluation"),
            Map.entry("manual_approval", "approval"),
            Map.entry("release_canary", "release"),
            Map.entry("notify", "notification"),
            Map.entry("escalate", "notification"),
            Map.entry("remediate", "remediation"),
            Map.entry("remedation", "remediation"));

    private static final Pattern KEPTN_IMAGE = Pattern.compile("(?:docker\\.io/)?keptn(?:contrib)?/"
            + "(?:helm|jmeter|lighthouse|gatekeeper|notification|remediation|remedation|wait|configuration|approval|deploy"
            + "|test|promote|git|webhook)-service(?::[^/@]+)?(?:@.+)?");

    private static final Pattern PROVIDER_IMAGE = Pattern.compile("(?:docker\\.io/|ghcr\\.io/)?"
            + "keptn(?:contrib|sandbox|-contrib|-sandbox)?/(?<system>prometheus|dynatrace|datadog)(?:-sli)?-service"
            + "(?::[^/@]+)?(?:@.+)?");

    private BuiltIns() {}

    /** Whether a uniform may name this built-in. */
    public static boolean isKnown(String name) {
        return BY_TASK.contains(name) || BY_NAME.contains(name) || isProvider(name);
    }

    /** Whether it is a provider of indicators. */
    public static boolean isProvider(String name) {
        return PROVIDERS_WITH_URL.contains(name) || PROVIDERS_WITH_ADDRESS.contains(name);
    }

    /** Whether it is a provider that has to be told where its monitoring system is. */
    public static boolean needsUrl(String name) {
        return PROVIDERS_WITH_URL.contains(name);
    }

    /** The names of all providers of indicators, for messages. */
    public static List<String> providers() {
        return Stream.concat(PROVIDERS_WITH_URL.stream(), PROVIDERS_WITH_ADDRESS.stream())
                .toList();
    }

    /** The provider that stands for an image of Keptn's. */
    public static Optional<String> providerForImage(String image) {
        Matcher provider = PROVIDER_IMAGE.matcher(image);
        return provider.matches() ? Optional.of(provider.group("system")) : Optional.empty();
    }

    /** All names, for messages. */
    public static List<String> names() {
        return Stream.of(BY_TASK.stream(), BY_NAME.stream().sorted(), providers().stream())
                .flatMap(names -> names)
                .toList();
    }

    /** The built-in that does a task when nobody else does. */
    public static Optional<String> forTask(String task) {
        String name = OLD_TASKS.getOrDefault(task, task);
        return BY_TASK.contains(name) ? Optional.of(name) : Optional.empty();
    }

    /** The built-in that stands for an image of Keptn's own services where it listens to a task. */
    public static Optional<String> forImage(String image, String task) {
        if (task.equals(GET_SLI) && providerForImage(image).isPresent()) {
            return providerForImage(image);
        }
        Matcher keptn = KEPTN_IMAGE.matcher(image);
        return keptn.matches() ? forTask(task) : Optional.empty();
    }

    /** The uniform of a project that has none, as the author would write it. */
    public static String defaultUniform() {
        StringBuilder text = new StringBuilder("apiVersion: keptn.sh/v1\nkind: Uniform\nspec:\n  services:\n");
        BY_TASK.forEach(task -> text.append("    - name: ")
                .append(task)
                .append("\n      builtin: ")
                .append(task)
                .append("\n      events: [")
                .append(task)
                .append(".triggered]\n"));
        return text.toString();
    }
}

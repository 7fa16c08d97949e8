package sh.keptn.controlplane.plan;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import sh.keptn.controlplane.rules.EventPatterns;
import sh.keptn.events.BusEvent;

/** Matches tasks by the rules of the uniform. */
public final class UniformMatcher implements ServiceMatcher {

    private final boolean failUnhandled;
    private final Map<String, EventPatterns> patterns = new ConcurrentHashMap<>();

    /**
     * @param failUnhandled true where nobody outside can answer: a task that no task service handles fails at once instead
     *     of waiting for one to start
     */
    public UniformMatcher(boolean failUnhandled) {
        this.failUnhandled = failUnhandled;
    }

    @Override
    public Match match(ActivePlan plan, BusEvent triggered) {
        EventPatterns rules = patterns.computeIfAbsent(plan.version(), version -> confirming(plan));
        List<String> matching = rules.matching(triggered);
        List<String> services = plan.services().stream()
                .filter(rule -> matching.contains(rule.name()))
                .map(ActivePlan.Service::service)
                .distinct()
                .sorted()
                .toList();
        return new Match(services, services.isEmpty() && failUnhandled ? unhandled(triggered) : null);
    }

    private static EventPatterns confirming(ActivePlan plan) {
        Map<String, String> rules = new TreeMap<>();
        plan.services().stream()
                .filter(ActivePlan.Service::confirms)
                .forEach(rule -> rules.put(rule.name(), rule.pattern()));
        return EventPatterns.of(rules);
    }

    /** The sentence that a task ends with which nobody does. */
    public static String unhandled(BusEvent triggered) {
        return "no task service of the uniform handles `" + triggered.stamp().get("task") + "` in stage `"
                + triggered.stamp().get("stage") + "`; add one with `events: ["
                + triggered.stamp().get("task")
                + ".triggered]`";
    }
}

package sh.keptn.controlplane.plan;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import sh.keptn.controlplane.ports.StateMachines;
import sh.keptn.controlplane.ports.Store;
import sh.keptn.controlplane.ports.Store.Item;
import sh.keptn.controlplane.ports.Store.Key;
import sh.keptn.controlplane.ports.Store.Write;
import sh.keptn.events.Json;
import sh.keptn.translator.Plan;
import sh.keptn.translator.naming.Sha256;
import sh.keptn.translator.shipyard.QueueSettings;

/** Publishes plans and finds them again. A version never changes; which one is active changes by one write. */
public final class Plans {

    private static final int VERSION_LENGTH = 16;
    private static final String PLAN = "plan#";
    private static final String VERSION = "version#";

    private final Store store;
    private final Map<String, ActivePlan> known = new ConcurrentHashMap<>();

    public Plans(Store store) {
        this.store = store;
    }

    /**
     * Publishes all machines of a plan and makes it the project's active one. The same plan again changes nothing.
     *
     * @param machines where the machines are published
     * @param functions what the placeholders of the definitions stand for, for example {@code DispatchTask}
     */
    public ActivePlan publish(Plan plan, StateMachines machines, Map<String, String> functions) {
        List<ActivePlan.Machine> published = new ArrayList<>();
        for (Plan.StateMachine machine : plan.stateMachines()) {
            String definition = machine.definition();
            for (Map.Entry<String, String> function : functions.entrySet()) {
                definition = definition.replace("${" + function.getKey() + "}", function.getValue());
            }
            published.add(new ActivePlan.Machine(
                    machine.stage(),
                    machine.sequence(),
                    machine.companion(),
                    machines.publish(machine.name(), machine.hash(), definition),
                    waitsFirst(definition)));
        }
        ActivePlan active = active(plan, published);
        putIfAbsent(versionKey(plan.project(), active.version()), Json.write(ActivePlanJson.encode(active)));
        activate(plan.project(), active.version());
        return active;
    }

    /** The active plan of a project, empty if none was published. */
    public Optional<ActivePlan> active(String project) {
        return store.get(activeKey(project))
                .map(item -> version(project, String.valueOf(item.json().get("version"))));
    }

    /** Whether a project has an active plan. */
    public boolean isActive(String project) {
        return store.newest(activeKey(project)).isPresent();
    }

    /** A version that some sequence was started with. */
    public ActivePlan version(String project, String version) {
        return find(project, version)
                .orElseThrow(() -> new IllegalStateException("no plan " + version + " of project " + project));
    }

    /** The same; empty where the project was deleted meanwhile. */
    public Optional<ActivePlan> find(String project, String version) {
        String key = project + "#" + version;
        Optional<ActivePlan> before = Optional.ofNullable(known.get(key));
        if (before.isPresent()) {
            return before;
        }
        Optional<ActivePlan> stored =
                store.get(versionKey(project, version)).map(item -> ActivePlanJson.decode(item.json()));
        stored.ifPresent(plan -> known.put(key, plan));
        return stored;
    }

    /** All plans of a project that were ever active and are not forgotten. */
    public List<ActivePlan> versions(String project) {
        return store.query(PLAN + project, VERSION).stream()
                .map(item -> ActivePlanJson.decode(item.json()))
                .toList();
    }

    /** Takes a project's active plan away: nothing starts in it any more. What runs goes on with its version. */
    public void deactivate(String project) {
        remove(project, activeKey(project).sort());
    }

    /** Removes all versions of a project, the active one too; for when nothing of it runs any more. */
    public void forget(String project) {
        remove(project, "");
        known.keySet().removeIf(key -> key.startsWith(project + "#"));
    }

    private void remove(String project, String sortPrefix) {
        for (Item item : store.query(PLAN + project, sortPrefix)) {
            store.transact(List.of(new Write.Delete(item.key(), item.version())));
        }
    }

    private void putIfAbsent(Key key, String body) {
        if (store.get(key).isEmpty()) {
            store.transact(List.of(new Write.Put(key, 0, body, null)));
        }
    }

    private void activate(String project, String version) {
        String body = Json.write(Map.of("version", version));
        boolean stored = false;
        while (!stored) {
            Optional<Item> current = store.get(activeKey(project));
            stored = current.filter(item -> item.body().equals(body)).isPresent()
                    || store.transact(List.of(new Write.Put(
                            activeKey(project), current.map(Item::version).orElse(0L), body, null)));
        }
    }

    /** Where it stands which plan of a project is active. A project without the row was deleted, or is being deleted. */
    public static Key activeKey(String project) {
        return new Key(PLAN + project, "active");
    }

    private static Key versionKey(String project, String version) {
        return new Key(PLAN + project, VERSION + version);
    }

    private static ActivePlan active(Plan plan, List<ActivePlan.Machine> machines) {
        Map<String, List<String>> stages = new LinkedHashMap<>();
        plan.stages().forEach(stage -> stages.put(stage.name(), stage.sequences()));
        Map<String, Boolean> confirms = new LinkedHashMap<>();
        plan.taskServices().forEach(service -> confirms.put(service.name(), service.confirms()));
        List<ActivePlan.Trigger> triggers = new ArrayList<>();
        List<ActivePlan.Service> services = new ArrayList<>();
        for (Plan.Rule rule : plan.rules()) {
            if (rule.target() instanceof Plan.RuleTarget.StartSequence start) {
                ActivePlan.Target target = new ActivePlan.Target(start.stage(), start.sequence());
                triggers.add(new ActivePlan.Trigger(rule.name(), rule.eventPattern(), target));
            } else if (rule.target() instanceof Plan.RuleTarget.CallTaskService call) {
                boolean waited = confirms.getOrDefault(call.service(), true);
                services.add(new ActivePlan.Service(rule.name(), rule.eventPattern(), call.service(), waited));
            }
        }
        Map<String, QueueSettings> settings = new LinkedHashMap<>();
        plan.stages().stream()
                .filter(stage -> !stage.settings().equals(QueueSettings.DEFAULT))
                .forEach(stage -> settings.put(stage.name(), stage.settings()));
        List<ActivePlan.TaskService> taskServices =
                plan.taskServices().stream().map(Plans::taskService).toList();
        ActivePlan unversioned =
                new ActivePlan(plan.project(), "", stages, machines, triggers, services, settings, taskServices);
        String version = versionOf(ActivePlanJson.encode(unversioned));
        return new ActivePlan(plan.project(), version, stages, machines, triggers, services, settings, taskServices);
    }

    private static ActivePlan.TaskService taskService(Plan.TaskService service) {
        Integer seconds = service.timeoutSeconds();
        return new ActivePlan.TaskService(
                service.name(),
                service.kind(),
                service.reference(),
                seconds == null ? null : seconds.longValue(),
                service.allow(),
                service.endpoint());
    }

    private static boolean waitsFirst(String definition) {
        Map<String, @Nullable Object> machine = Json.parseObject(definition);
        String first = Json.text(machine, "StartAt");
        return first != null
                && "Wait"
                        .equals(Json.child(Json.child(machine, "States"), first).get("Type"));
    }

    private static String versionOf(Map<String, @Nullable Object> content) {
        return Sha256.hex(Json.write(content)).substring(0, VERSION_LENGTH);
    }
}

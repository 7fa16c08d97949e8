package sh.keptn.services.test;

import java.net.URI;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import sh.keptn.diagnostics.Checked;
import sh.keptn.diagnostics.YamlReader;
import sh.keptn.events.KeptnEvent;
import sh.keptn.scenarios.jmeter.Workloads;
import sh.keptn.scenarios.jmeter.WorkloadsParser;
import sh.keptn.services.TaskRequest;
import sh.keptn.services.resources.ResourcesUnavailableException;

/**
 * The scripts of JMeter that a project has for a strategy, run as Keptn's jmeter-service runs them: first the health check, if there is a
 * script for it, of which nothing may fail; then the strategy's workload.
 */
final class JMeterSuite {

    private static final String CONFIGURATION = "jmeter/jmeter.conf.yaml";

    private final Optional<Script> healthCheck;
    private final Optional<Script> main;
    private final Workloads.Workload workload;

    private JMeterSuite(Optional<Script> healthCheck, Optional<Script> main, Workloads.Workload workload) {
        this.healthCheck = healthCheck;
        this.main = main;
        this.workload = workload;
    }

    private record Script(Workloads.Workload workload, JMeterScript content) {}

    /**
     * Those of a strategy.
     *
     * @return empty where the project has nothing for JMeter
     * @throws NotTestedException if the configuration has errors, or nothing for this strategy
     */
    static Optional<JMeterSuite> find(TestFiles files, Strategy strategy)
            throws NotTestedException, ResourcesUnavailableException {
        Optional<TestFiles.Found> configuration = files.find(CONFIGURATION);
        Workloads workloads = configuration.isPresent() ? read(configuration.get()) : Workloads.NONE;
        Workloads.Workload check = workloads.find(Workloads.HEALTH_CHECK).orElseThrow();
        Optional<Script> healthCheck = script(files, check);
        Optional<Workloads.Workload> workload = workloads.find(strategy.word());
        if (workload.isEmpty()) {
            if (configuration.isPresent()) {
                throw new NotTestedException("`" + CONFIGURATION + "` has no workload for the strategy `"
                        + strategy.word() + "`; add one, or change the task's `teststrategy`");
            }
            return Optional.empty();
        }
        Optional<Script> main = script(files, workload.get());
        boolean isCheckOnly = workload.get().equals(check);
        return configuration.isEmpty() && healthCheck.isEmpty() && main.isEmpty()
                ? Optional.empty()
                : Optional.of(new JMeterSuite(isCheckOnly ? Optional.empty() : healthCheck, main, workload.get()));
    }

    private static Workloads read(TestFiles.Found file) throws NotTestedException {
        Checked<Workloads> read = YamlReader.read(file.name(), file.content()).then(WorkloadsParser::parse);
        return read.value().orElseThrow(() -> NotTestedException.ofErrors(read.diagnostics()));
    }

    private static Optional<Script> script(TestFiles files, Workloads.Workload workload)
            throws NotTestedException, ResourcesUnavailableException {
        Optional<TestFiles.Found> found =
                workload.script().isBlank() ? Optional.empty() : files.find(workload.script());
        return found.isEmpty()
                ? Optional.empty()
                : Optional.of(new Script(workload, new JMeterScript(found.get().content(), data(files, found.get()))));
    }

    /** What a script reads, by its path from the script's folder on: each is looked for as the script is. */
    private static Map<String, byte[]> data(TestFiles files, TestFiles.Found script)
            throws NotTestedException, ResourcesUnavailableException {
        String folder = script.name().substring(0, script.name().lastIndexOf('/') + 1);
        Map<String, byte[]> data = new LinkedHashMap<>();
        for (String name : DataFiles.of(script.content())) {
            String reads = "the script `" + script.name() + "` reads `" + name + "`";
            if (!TestFiles.isPath(name)) {
                throw new NotTestedException(
                        reads + ", which is not in the script's folder or below; move it there and name it so");
            }
            TestFiles.Found file = files.find(folder + name)
                    .orElseThrow(() -> new NotTestedException(reads + ", and there is no `" + folder + name
                            + "` at the service, the stage or the project; put it beside the script"));
            data.put(name, file.content());
        }
        return data;
    }

    /** The script of the strategy. */
    String script() {
        return workload.script();
    }

    /** Whether there is something to run for the strategy itself. */
    boolean hasScript() {
        return main.isPresent();
    }

    /** What came of a script, with what is to be said of it. */
    record Played(JMeter.Run run, Verdict verdict) {}

    /** Runs the health check; empty where there is none. */
    Optional<Played> check(JMeter jmeter, TaskRequest request, URI target, Duration left) throws JMeterException {
        return healthCheck.isEmpty()
                ? Optional.empty()
                : Optional.of(play(healthCheck.get(), jmeter, request, target, left));
    }

    /** Runs the strategy's script. */
    Played run(JMeter jmeter, TaskRequest request, URI target, Duration left) throws JMeterException {
        return play(main.orElseThrow(), jmeter, request, target, left);
    }

    private static Played play(Script script, JMeter jmeter, TaskRequest request, URI target, Duration left)
            throws JMeterException {
        JMeter.Run run = jmeter.run(script.content(), properties(script.workload(), request.event(), target), left);
        return new Played(run, Verdict.of(script.workload(), run.results()));
    }

    /** The names are Keptn's; its scripts read them. */
    private static Map<String, String> properties(Workloads.Workload workload, KeptnEvent event, URI target) {
        String project = Objects.requireNonNullElse(event.dataText("project"), "");
        String stage = Objects.requireNonNullElse(event.dataText("stage"), "");
        String service = Objects.requireNonNullElse(event.dataText("service"), "");
        String scheme = target.getScheme().toLowerCase(Locale.ROOT);
        String path = target.getRawPath();
        Map<String, String> properties = new LinkedHashMap<>(workload.properties());
        properties.put("PROTOCOL", scheme);
        properties.put("SERVER_PROTOCOL", scheme);
        properties.put("SERVER_URL", target.getHost());
        properties.put("SERVER_PORT", Integer.toString(port(target, scheme)));
        properties.put("CHECK_PATH", path == null || path.isEmpty() ? "/" : path);
        properties.put("VUCount", Integer.toString(workload.users()));
        properties.put("LoopCount", Integer.toString(workload.loops()));
        properties.put("ThinkTime", Long.toString(workload.thinkTime().toMillis()));
        properties.put("DT_LTN", String.join("_", project, service, stage, workload.strategy(), event.context()));
        properties.put("KEPTN_PROJECT", project);
        properties.put("KEPTN_STAGE", stage);
        properties.put("KEPTN_SERVICE", service);
        properties.put("KEPTN_TESTSTRATEGY", workload.strategy());
        return properties;
    }

    private static int port(URI target, String scheme) {
        return target.getPort() >= 0 ? target.getPort() : scheme.equals("https") ? 443 : 80;
    }
}

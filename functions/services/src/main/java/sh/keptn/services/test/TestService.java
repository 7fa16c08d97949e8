package sh.keptn.services.test;

import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import sh.keptn.diagnostics.Checked;
import sh.keptn.diagnostics.YamlReader;
import sh.keptn.events.Json;
import sh.keptn.scenarios.http.HttpScenario;
import sh.keptn.scenarios.http.HttpScenarioParser;
import sh.keptn.scenarios.results.TestResults;
import sh.keptn.services.TaskAnswer;
import sh.keptn.services.TaskRequest;
import sh.keptn.services.TaskService;
import sh.keptn.services.http.AllowList;
import sh.keptn.services.http.GuardedConnections;
import sh.keptn.services.http.OutgoingHttpException;
import sh.keptn.services.http.Resolver;
import sh.keptn.services.resources.Resources;
import sh.keptn.services.resources.ResourcesUnavailableException;
import sh.keptn.services.template.PlaceholderException;

/**
 * Tests a deployed version by HTTP: {@code tests/<strategy>.yaml} of the service, the stage or the project, or the file that the
 * task's property {@code file} names; else by the project's scripts of JMeter. Without either the URL of the deployment has to answer.
 *
 * <p>The answer has {@code data.test.start} and {@code end}, which an evaluation takes as its time, and what was measured
 * ({@link sh.keptn.scenarios.results.TestResults}). It is a fail where thresholds are not kept or more requests failed than may;
 * errored where nothing could be tested or the time was over before. Repeated, the test is done again.
 *
 * <p>Calls block. An interrupt ends the test and comes out as {@link CancellationException}: there is no answer then.
 */
public final class TestService implements TaskService {

    private static final Pattern WORD = Pattern.compile("[a-z0-9][a-z0-9._-]*");

    /** As Keptn writes times. */
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

    private final Resources resources;
    private final AllowList allow;
    private final Resolver resolver;
    private final JMeter jmeter;
    private final Duration timeout;
    private final Clock clock;

    /**
     * @param allow what may be tested besides public addresses
     * @param jmeter runs what the project has for JMeter
     * @param timeout when a test is given up, if the task's deadline does not come first
     */
    public TestService(
            Resources resources, AllowList allow, Resolver resolver, JMeter jmeter, Duration timeout, Clock clock) {
        this.resources = resources;
        this.allow = allow;
        this.resolver = resolver;
        this.jmeter = jmeter;
        this.timeout = timeout;
        this.clock = clock;
    }

    @Override
    public TaskAnswer apply(TaskRequest request) {
        Instant start = clock.instant();
        Duration left = request.timeLeft(timeout, start);
        if (left.isNegative() || left.isZero()) {
            return TaskAnswer.Finished.errored("not tested: the task's deadline had passed");
        }
        Strategy strategy = Strategy.of(request);
        if (strategy.isByUsers()) {
            return TaskAnswer.Finished.pass(
                    "nothing was sent: users test the version; an evaluation needs a `timeframe` of its own", Map.of());
        }
        try {
            return answer(request, strategy, start, test(request, strategy, start));
        } catch (NotTestedException e) {
            return TaskAnswer.Finished.errored("not tested: " + e.getMessage());
        } catch (ResourcesUnavailableException | OutgoingHttpException | PlaceholderException | JMeterException e) {
            return TaskAnswer.Finished.errored("not tested: " + e.getMessage());
        }
    }

    /**
     * What came of a test.
     *
     * @param file what was played, empty where there was no file
     * @param results null where the test was skipped
     * @param wasCut whether the task's time was over before the end
     */
    private record Outcome(
            Optional<String> file, String url, @Nullable TestResults results, Verdict verdict, boolean wasCut) {}

    private Outcome test(TaskRequest request, Strategy strategy, Instant start)
            throws NotTestedException, ResourcesUnavailableException, OutgoingHttpException, PlaceholderException,
                    JMeterException {
        TestFiles files = new TestFiles(resources, request.event());
        String named = Json.text(Json.child(request.event().data(), request.task()), "file");
        String path = named == null ? "tests/" + strategy.word() + ".yaml" : named;
        if (named == null && !WORD.matcher(strategy.word()).matches()) {
            throw new NotTestedException("`" + strategy.word() + "` is no word for a strategy");
        } else if (!TestFiles.isPath(path)) {
            throw new NotTestedException("`" + path + "` is no path of a file in the project");
        }
        Optional<TestFiles.Found> file = files.find(path);
        if (file.isPresent()) {
            return play(request, strategy, new Scenario(Optional.of(path), path, read(file.get())), start);
        } else if (named != null) {
            throw new NotTestedException(
                    "the file `" + path + "` is neither at the service nor at the stage or the project");
        }
        Optional<JMeterSuite> suite = JMeterSuite.find(files, strategy);
        return suite.isPresent()
                ? run(request, suite.get(), start)
                : play(
                        request,
                        strategy,
                        new Scenario(
                                Optional.empty(),
                                "`" + path + "` is not there, so only whether the URL answers was tested",
                                HttpScenario.reachability()),
                        start);
    }

    /**
     * What is played.
     *
     * @param file empty where there is none
     * @param title the file, or what stands in its place in sentences
     */
    private record Scenario(Optional<String> file, String title, HttpScenario content) {}

    private static HttpScenario read(TestFiles.Found file) throws NotTestedException {
        Checked<HttpScenario> read =
                YamlReader.read(file.name(), file.content()).then(HttpScenarioParser::parse);
        return read.value().orElseThrow(() -> NotTestedException.ofErrors(read.diagnostics()));
    }

    private Outcome play(TaskRequest request, Strategy strategy, Scenario scenario, Instant start)
            throws NotTestedException, OutgoingHttpException, PlaceholderException {
        HttpScenario content = scenario.content();
        String target = target(request, content.url());
        Duration left = request.timeLeft(timeout, start);
        Duration planned = content.duration();
        if (planned != null && planned.compareTo(left) >= 0) {
            throw new NotTestedException("`" + scenario.title() + "` takes " + DurationWords.of(planned)
                    + ", and the task has only " + DurationWords.of(left) + " left; shorten the test, or raise the"
                    + " task's `timeout` where this is possible");
        }
        List<PreparedStep> steps = PreparedStep.of(content, target, request.event());
        HttpLoad.Played played;
        try (GuardedConnections connections =
                GuardedConnections.open(target, allow, resolver, content.timeout(), content.users())) {
            played = new HttpLoad(content, steps, connections, left).play();
        }
        Verdict verdict = Verdict.of(scenario.title(), content, played, strategy.acceptedErrorRate());
        return new Outcome(scenario.file(), target, played.results(), verdict, played.wasCut());
    }

    private Outcome run(TaskRequest request, JMeterSuite suite, Instant start)
            throws NotTestedException, OutgoingHttpException, PlaceholderException, JMeterException {
        String target = target(request, null);
        // What a script may call is the script's; where it is sent to is not.
        GuardedConnections.open(target, allow, resolver, timeout, 1).close();
        URI url = URI.create(target);
        Optional<JMeterSuite.Played> check = suite.check(jmeter, request, url, left(request, start));
        JMeterSuite.Played played = check.orElse(null);
        if (suite.hasScript()
                && (played == null
                        || (played.verdict().isPass() && !played.run().wasCut()))) {
            played = suite.run(jmeter, request, url, left(request, start));
        }
        if (played == null || (played.verdict().isPass() && !suite.hasScript())) {
            // Keptn's jmeter-service passes what it has no script for.
            Verdict skipped = new Verdict(true, "nothing was tested: there is no `" + suite.script() + "`");
            return new Outcome(Optional.empty(), target, null, skipped, false);
        }
        return new Outcome(
                Optional.of(suite.script()),
                target,
                played.run().results(),
                played.verdict(),
                played.run().wasCut());
    }

    private Duration left(TaskRequest request, Instant start) {
        Duration ofTimeout = Duration.between(clock.instant(), start.plus(timeout));
        return request.timeLeft(ofTimeout, clock.instant());
    }

    private static String target(TaskRequest request, @Nullable String ofScenario)
            throws NotTestedException, PlaceholderException {
        return Target.of(request, ofScenario)
                .orElseThrow(() -> new NotTestedException("there is nothing to test: the event has no"
                        + " `data.deployment.deploymentURIsLocal` or `deploymentURIsPublic`; let the deployment answer"
                        + " with one of them, or give the task a `url`"));
    }

    private TaskAnswer answer(TaskRequest request, Strategy strategy, Instant start, Outcome outcome) {
        Map<String, @Nullable Object> facts = new LinkedHashMap<>();
        outcome.file().ifPresent(file -> facts.put("file", file));
        facts.put("url", outcome.url());
        facts.put("strategy", strategy.word());
        Map<String, @Nullable Object> test = new LinkedHashMap<>();
        test.put("start", TIME.format(start));
        test.put("end", TIME.format(clock.instant()));
        if (outcome.results() != null) {
            test.putAll(outcome.results().toJson(key(request), facts));
        }
        Map<String, @Nullable Object> data = Map.of("test", test);
        if (outcome.wasCut()) {
            return TaskAnswer.Finished.timedOut(request.limit(timeout, start)).withData(data);
        }
        return outcome.verdict().isPass()
                ? TaskAnswer.Finished.pass(outcome.verdict().sentence(), data)
                : TaskAnswer.Finished.fail(outcome.verdict().sentence(), data);
    }

    /** The same for a repeated request, another one for every other test of the context. */
    private static String key(TaskRequest request) {
        return request.event().dataText("stage") + "/" + request.sequence() + "/" + request.task() + "/"
                + request.occurrence();
    }
}

package sh.keptn.cli.run;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import sh.keptn.controlplane.evaluations.Evaluations;
import sh.keptn.controlplane.lifecycle.ContextDetails;
import sh.keptn.controlplane.lifecycle.ContextStatus;
import sh.keptn.controlplane.lifecycle.ControlPlane;
import sh.keptn.controlplane.lifecycle.Trigger;
import sh.keptn.controlplane.payload.Outcome;
import sh.keptn.controlplane.ports.StoreUnavailableException;
import sh.keptn.controlplane.rows.EventLog;
import sh.keptn.controlplane.rows.Ids;
import sh.keptn.controlplane.rows.SequenceRow;
import sh.keptn.controlplane.rows.TaskRow;
import sh.keptn.events.EventType;
import sh.keptn.events.KeptnEvent;
import sh.keptn.services.TaskAnswer;
import sh.keptn.services.TaskRequest;
import sh.keptn.services.evaluation.EvaluationService;
import sh.keptn.services.simulation.AnswersFileException;
import sh.keptn.services.simulation.SimulatedAnswer;
import sh.keptn.services.simulation.Simulation;
import sh.keptn.standalone.DataFolder;
import sh.keptn.standalone.Standalone;
import sh.keptn.standalone.database.Database;
import sh.keptn.standalone.database.DatabaseException;
import sh.keptn.standalone.services.JMeterOfBuild;
import sh.keptn.standalone.services.LocalTaskServices;
import sh.keptn.standalone.services.TaskWorker;
import sh.keptn.standalone.store.SqliteStore;
import sh.keptn.standalone.time.RealTimeline;
import sh.keptn.standalone.time.Timeline;
import sh.keptn.standalone.time.VirtualTimeline;
import sh.keptn.translator.Plan;
import sh.keptn.translator.uniform.BuiltIns;

/** Runs a sequence and everything that follows from it in this process, to the end or to where a person has to decide. */
public final class Run {

    /** Tasks that the answers file may answer where nothing is simulated, because they wait for somebody outside. */
    private static final Set<String> BROUGHT = Set.of("approval", BuiltIns.GET_SLI);

    private static final Duration LOOK_AGAIN = Duration.ofMillis(15);
    private static final Duration LAST_WORK = Duration.ofSeconds(30);

    private final RunRequest request;
    private final RunListener listener;
    private final Simulation simulation;
    private final Clock clock;

    /** @throws AnswersFileException if the answers file cannot be used */
    public Run(RunRequest request, RunListener listener) throws AnswersFileException {
        this(request, listener, Clock.systemUTC());
    }

    /** The same at another time. */
    Run(RunRequest request, RunListener listener, Clock clock) throws AnswersFileException {
        this.request = request;
        this.listener = listener;
        this.clock = clock;
        RunRequest.Answers answers = request.answers();
        this.simulation =
                answers == null ? Simulation.withoutAnswers() : Simulation.parse(answers.file(), answers.text());
    }

    /** The indexes, from 0, of what the answers file says about tasks that the shipyard does not have. */
    public List<Integer> answersForNoTask() {
        return simulation.entriesForNone(request.plan().stateMachines().stream()
                .flatMap(machine -> machine.tasks().stream()
                        .flatMap(this::asked)
                        .map(task -> new Simulation.TaskName(machine.stage(), machine.sequence(), task)))
                .toList());
    }

    /** A task, and what is asked for by it. */
    private Stream<String> asked(String task) {
        boolean asks = !request.simulate()
                && BuiltIns.forTask(task).filter(EvaluationService.NAME::equals).isPresent();
        return asks ? Stream.of(task, BuiltIns.GET_SLI) : Stream.of(task);
    }

    /**
     * Starts the run, or continues it where the data folder has it already, and returns when it has ended.
     *
     * @throws sh.keptn.standalone.DataFolderException if the data folder cannot be used
     * @throws ContextTakenException if the data folder knows the context as that of something else
     */
    public RunOutcome run() {
        Plan plan = request.plan();
        boolean virtual = request.simulate() && !request.realTime();
        try (DataFolder folder = DataFolder.open(request.dataFolder());
                Database database = Database.open(folder.database());
                Timeline timeline = virtual ? new VirtualTimeline(clock.instant()) : new RealTimeline(clock)) {
            SqliteStore store = new SqliteStore(database, due -> {});
            ContextModes modes = new ContextModes(store);
            checkIsSame(new EventLog(store), modes);
            return run(
                    new Standalone(database, timeline, plan, modes, workers(new Evaluations(store), timeline.clock())),
                    timeline);
        }
    }

    private RunOutcome run(Standalone started, Timeline timeline) {
        try (Standalone standalone = started) {
            ControlPlane control = standalone.controlPlane();
            Interruption interruption = Interruption.closing(standalone, timeline);
            try {
                timeline.runHere(() -> {
                    control.trigger(trigger());
                    standalone.deliverOpenTasks(request.plan().project(), request.context());
                });
                RunOutcome outcome = follow(control, timeline);
                finishWork(timeline);
                return outcome;
            } catch (DatabaseException | StoreUnavailableException e) {
                interruption.waitIfItIsTheReason();
                throw e;
            } finally {
                interruption.noLonger();
            }
        }
    }

    /** A context stays what it was begun as. */
    private void checkIsSame(EventLog events, ContextModes modes) {
        String project = request.plan().project();
        List<EventLog.Entry> log = events.after(project, request.context(), 0);
        boolean simulated = modes.isSimulated(project, request.context()).orElse(request.simulate());
        if (log.isEmpty()) {
            modes.remember(project, request.context(), request.simulate());
            return;
        }
        if (simulated != request.simulate()) {
            throw new ContextTakenException("context " + request.context() + " was begun "
                    + (simulated ? "with" : "without") + " --simulate; go on with it "
                    + (simulated ? "too" : "without it")
                    + ", or name another context");
        }
        KeptnEvent first = log.get(0).event();
        String type = new EventType.Sequence(request.stage(), request.sequence(), EventType.TRIGGERED).text();
        String services = String.join(",", request.services());
        Map<String, @Nullable Object> data = new LinkedHashMap<>(request.data());
        data.put("project", request.plan().project());
        data.put("stage", request.stage());
        data.put("service", services);
        boolean isOther = !first.type().equals(type)
                || !services.equals(first.dataText("service"))
                || (!request.data().isEmpty() && !data.equals(first.data()));
        if (isOther) {
            throw new ContextTakenException("context " + request.context() + " is a run of "
                    + first.type().substring(EventType.PREFIX.length()).replace("." + EventType.TRIGGERED, "") + " for "
                    + first.dataText("service") + " already"
                    + (first.type().equals(type) && services.equals(first.dataText("service"))
                            ? " with other data"
                            : "")
                    + "; name another one with --context, or leave it out");
        }
    }

    private Trigger trigger() {
        return new Trigger(
                Ids.of("run", request.context()),
                "keptn-cli",
                request.plan().project(),
                request.stage(),
                request.sequence(),
                request.services(),
                request.context(),
                request.data(),
                null);
    }

    private Map<String, TaskWorker> workers(Evaluations evaluations, Clock time) {
        Map<String, TaskWorker> workers = new LinkedHashMap<>();
        if (request.simulate()) {
            workers.put(ContextModes.SIMULATION, own(task -> answer(simulation.answer(task))));
            return workers;
        }
        String home = System.getenv("KEPTN_HOME");
        LocalTaskServices local = new LocalTaskServices(
                request.plan(),
                request.folder(),
                request.variables(),
                request.resources(),
                evaluations::before,
                EnvironmentSecrets::get,
                new JMeterOfBuild(home == null ? null : Path.of(home)),
                time);
        for (Plan.TaskService service : request.plan().taskServices()) {
            TaskWorker worker = TaskWorker.of(local.find(service));
            workers.put(
                    service.name(),
                    own(task -> BROUGHT.contains(task.task())
                            ? simulation.named(task).map(Run::brought).orElseGet(() -> worker.work(task))
                            : worker.work(task)));
        }
        return workers;
    }

    /** Tasks of other contexts in the data folder are theirs: these answers and this uniform may not be meant for them. */
    private TaskWorker own(TaskWorker worker) {
        return new TaskWorker() {
            @Override
            public boolean takes(KeptnEvent triggered) {
                return triggered.context().equals(request.context());
            }

            @Override
            public Answer work(TaskRequest task) {
                return worker.work(task);
            }
        };
    }

    /** A decision, or values, that the answers file gives where nothing is simulated. */
    private static TaskWorker.Answer brought(SimulatedAnswer given) {
        TaskAnswer answer = given.answer();
        return new TaskWorker.Answer(
                answer instanceof TaskAnswer.Finished finished
                                && finished.message().equals(Simulation.MESSAGE)
                        ? new TaskAnswer.Finished(
                                finished.result(), finished.status(), "given by the answers file", finished.data())
                        : answer,
                given.delay());
    }

    private static TaskWorker.Answer answer(SimulatedAnswer simulated) {
        return new TaskWorker.Answer(simulated.answer(), simulated.delay());
    }

    private RunOutcome follow(ControlPlane control, Timeline timeline) {
        long seen = 0;
        while (true) {
            boolean idle = timeline.isIdle();
            long before = seen;
            seen = show(control, seen);
            if (control.isFinished(request.plan().project(), request.context())) {
                show(control, seen);
                return hasFailed(control) ? RunOutcome.FAILED : RunOutcome.PASSED;
            }
            if (idle && seen == before && !decide(control, timeline)) {
                return hasFailed(control) ? RunOutcome.FAILED : RunOutcome.WAITING;
            }
            listener.tick(timeline.clock().instant());
            LockSupport.parkNanos(LOOK_AGAIN.toNanos());
        }
    }

    /** Whether a sequence or a companion has ended badly; what was continued since, and what followed from it, counts no more. */
    private boolean hasFailed(ControlPlane control) {
        return control.details(request.plan().project(), request.context()).orElseThrow().sequences().stream()
                .filter(sequence -> !sequence.superseded())
                .map(ContextDetails.Sequence::outcome)
                .flatMap(Stream::ofNullable)
                .anyMatch(outcome -> !outcome.continues() || outcome.status().equals(Outcome.ABORTED));
    }

    private long show(ControlPlane control, long seen) {
        long last = seen;
        for (List<EventLog.Entry> page = page(control, last); !page.isEmpty(); page = page(control, last)) {
            for (EventLog.Entry entry : page) {
                listener.event(entry.event());
                last = entry.number();
            }
        }
        return last;
    }

    private List<EventLog.Entry> page(ControlPlane control, long seen) {
        return control.log().after(request.plan().project(), request.context(), seen);
    }

    /** Asks for what waits for a person; false if nothing was decided and all of it still waits, so that the run cannot go on. */
    private boolean decide(ControlPlane control, Timeline timeline) {
        ContextStatus status = status(control);
        List<RunListener.OpenTask> open = open(control, status);
        boolean decided = false;
        for (RunListener.OpenTask task : open) {
            if (!task.task().equals("approval")) {
                continue;
            }
            BooleanSupplier isOpen = () -> open(control, status(control)).contains(task);
            Optional<Boolean> approved = isOpen.getAsBoolean() ? listener.approve(task, isOpen) : Optional.empty();
            if (approved.isPresent()) {
                KeptnEvent decision =
                        decision(task, approved.get(), timeline.clock().instant());
                timeline.runHere(() -> control.receive(decision, task.sender()));
            }
            decided |= approved.isPresent() || !isOpen.getAsBoolean();
        }
        if (!decided) {
            open.forEach(listener::stillOpen);
            status.held().forEach(listener::stillHeld);
            status.queued().forEach(listener::stillQueued);
        }
        return decided;
    }

    private ContextStatus status(ControlPlane control) {
        return control.status(request.plan().project(), request.context());
    }

    private List<RunListener.OpenTask> open(ControlPlane control, ContextStatus status) {
        List<RunListener.OpenTask> open = new ArrayList<>();
        for (TaskRow task : status.open()) {
            if (waitsForValues(task, status)) {
                continue;
            }
            SequenceRow sequence = status.sequences().stream()
                    .filter(row -> row.id().equals(task.dispatch().sequence()))
                    .findFirst()
                    .orElseThrow();
            KeptnEvent event =
                    control.log().get(task.dispatch().project(), task.dispatch().context(), task.event());
            String result = event == null ? "" : Outcome.of(event.data()).result();
            task.expected().stream()
                    .filter(service -> task.answer(service)
                            .map(answer -> answer.outcome() == null)
                            .orElse(true))
                    .forEach(service -> open.add(new RunListener.OpenTask(
                            sequence.stage(),
                            sequence.name(),
                            task.dispatch().state(),
                            task.dispatch().task(),
                            result,
                            task.triggeredId(),
                            service)));
        }
        return open;
    }

    /** Whether a task goes on by the answer to another one that is open. */
    private static boolean waitsForValues(TaskRow task, ContextStatus status) {
        return status.open().stream()
                .map(TaskRow::dispatch)
                .anyMatch(other -> other.asker() != null
                        && other.sequence().equals(task.dispatch().sequence())
                        && other.asker().state().equals(task.dispatch().state()));
    }

    private KeptnEvent decision(RunListener.OpenTask task, boolean approved, Instant time) {
        Map<String, @Nullable Object> data = new LinkedHashMap<>();
        data.put("result", approved ? Outcome.PASS : Outcome.FAIL);
        data.put("status", Outcome.SUCCEEDED);
        data.put("message", approved ? "approved on the terminal" : "declined on the terminal");
        return new KeptnEvent(
                Ids.of("decision", task.triggeredId(), task.sender()),
                task.sender(),
                new EventType.Task(task.task(), EventType.FINISHED).text(),
                time,
                request.context(),
                task.triggeredId(),
                null,
                data);
    }

    /** Notifications that nobody waits for are still sent. */
    private static void finishWork(Timeline timeline) {
        long end = System.nanoTime() + LAST_WORK.toNanos();
        while (!timeline.isIdle() && System.nanoTime() < end) {
            LockSupport.parkNanos(LOOK_AGAIN.toNanos());
        }
    }
}

package sh.keptn.controlplane.lifecycle;

import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import sh.keptn.controlplane.payload.Outcome;
import sh.keptn.controlplane.plan.ActivePlan;
import sh.keptn.controlplane.plan.Plans;
import sh.keptn.controlplane.plan.ServiceMatcher;
import sh.keptn.controlplane.ports.EventBus;
import sh.keptn.controlplane.ports.StateMachines;
import sh.keptn.controlplane.ports.Store;
import sh.keptn.controlplane.rows.EventLog;
import sh.keptn.events.BusEvent;
import sh.keptn.events.KeptnEvent;
import sh.keptn.translator.Plan;

/** The control plane over the ports of one platform. Every call is safe to repeat and safe to make from several threads. */
public final class ControlPlane {

    /** The pattern of the bus events that {@link #follow} wants. */
    public static final String FOLLOW_PATTERN = """
            {"source": ["keptn.control-plane"],
             "detail": {"keptn": {"kind": ["sequence.finished", "sequence.in-progress"], "evaluateTriggers": [true]}}}""";

    private final Store store;
    private final Clock clock;
    private final ReferredData referredData;
    private final StateMachines machines;
    private final Plans plans;
    private final ContextReader contexts;
    private final Decider decider;
    private final DispatchSequence dispatchSequence;
    private final DispatchTask dispatchTask;
    private final ReceiveEvent receiveEvent;
    private final CompleteSequence completeSequence;
    private final AbortSequences abortSequences;
    private final PauseSequences pauseSequences;
    private final RedriveSequences redriveSequences;
    private final Queueing queueing;
    private final SequenceControl control;
    private final Sweep sweep;

    public ControlPlane(Store store, EventBus bus, StateMachines machines, ServiceMatcher matcher, Clock clock) {
        this.store = store;
        this.clock = clock;
        this.referredData = new ReferredData(store, clock);
        this.machines = machines;
        this.plans = new Plans(store);
        this.contexts = new ContextReader(store);
        Effects effects = new Effects(store, bus, machines, this::queueing, clock);
        this.decider = new Decider(store, clock, effects::run);
        this.dispatchSequence = new DispatchSequence(decider, plans);
        this.dispatchTask = new DispatchTask(decider, plans, matcher);
        this.receiveEvent = new ReceiveEvent(decider, plans);
        this.completeSequence = new CompleteSequence(decider);
        this.pauseSequences = new PauseSequences(decider);
        this.abortSequences = new AbortSequences(decider, store, pauseSequences);
        this.redriveSequences = new RedriveSequences(decider, store, "let it end");
        this.queueing = new Queueing(decider, store, dispatchTask);
        this.control = new SequenceControl(store, plans, decider, redriveSequences);
        this.sweep = new Sweep(new Timeouts(decider), new Alarms(decider), effects, dispatchSequence, store);
    }

    /** Publishes a plan, see {@link Plans#publish}. */
    public ActivePlan publish(Plan plan, Map<String, String> functions) {
        return plans.publish(plan, machines, functions);
    }

    /** Whether a plan of the project is active. */
    public boolean isKnown(String project) {
        return plans.active(project).isPresent();
    }

    /** Starts a sequence, see {@link DispatchSequence#trigger}. */
    public void trigger(Trigger trigger) {
        dispatchSequence.trigger(trigger);
    }

    /** Starts what follows a finished sequence, see {@link DispatchSequence#follow}. */
    public void follow(BusEvent finished) {
        dispatchSequence.follow(finished);
    }

    /** The function {@code DispatchTask} of the compiled machines. */
    public void dispatchTask(Map<String, ? extends @Nullable Object> payload) {
        dispatchTask.handle(TaskCall.of(payload));
    }

    /** The function {@code CompleteSequence} of the compiled machines; returns the sequence's result and status. */
    public Map<String, @Nullable Object> completeSequence(Map<String, ? extends @Nullable Object> payload) {
        EndCall call = EndCall.of(payload);
        Outcome outcome = completeSequence.complete(call.sequence(), call.execution(), call.redrive());
        return Map.of("result", outcome.result(), "status", outcome.status());
    }

    /** An execution has ended otherwise than by its last state, see {@link CompleteSequence#executionEnded}. */
    public void executionEnded(String sequence, String execution, int redrives, boolean stopped, String reason) {
        completeSequence.executionEnded(sequence, execution, redrives, stopped, reason);
    }

    /** Takes an answer of somebody who may answer for the task service: the caller has made sure of it. */
    public Receipt receive(KeptnEvent event, String taskService) {
        return receive(event, Sender.known(taskService));
    }

    /** Takes an answer, see {@link ReceiveEvent#receive}. */
    public Receipt receive(KeptnEvent event, Sender sender) {
        return receiveEvent.receive(event, sender);
    }

    /** Why {@link #receive(KeptnEvent, String)} has not taken an answer. */
    public String reason(KeptnEvent event, String taskService) {
        return reason(event, Sender.known(taskService));
    }

    /** Why an answer was not taken, see {@link ReceiveEvent#reason}. */
    public String reason(KeptnEvent event, Sender sender) {
        return receiveEvent.reason(event, sender);
    }

    /** The whole payload of a {@code .triggered} event that carries a {@code dataref}, empty for others. */
    public Optional<Map<String, @Nullable Object>> data(String triggeredId) {
        return referredData.find(triggeredId);
    }

    /** What events refer to. */
    public ReferredData referredData() {
        return referredData;
    }

    /** Whether an answer would count, see {@link ReceiveEvent#isAwaited}. */
    public boolean isAwaited(String triggeredId, String sender) {
        return receiveEvent.isAwaited(triggeredId, sender);
    }

    /** What a provider has answered that was asked by an event, see {@link ReceiveEvent#answerTo}. */
    public Optional<KeptnEvent> answerTo(KeptnEvent question, String asker) {
        return receiveEvent.answerTo(question, asker);
    }

    /** The task that an event has asked for, see {@link ReceiveEvent#asked}. */
    public Optional<AskedTask> asked(String triggeredId) {
        return receiveEvent.asked(triggeredId);
    }

    /** Aborts a context, see {@link AbortSequences#abort}. */
    public int abort(String project, String context, @Nullable String stage, String reason) {
        return abortSequences.abort(project, context, stage, reason);
    }

    /** Pauses a context, see {@link PauseSequences#pause}. */
    public boolean pause(String project, String context, @Nullable String stage) {
        return pauseSequences.pause(project, context, stage);
    }

    /** Resumes a context, see {@link PauseSequences#resume}. */
    public boolean resume(String project, String context, @Nullable String stage) {
        return pauseSequences.resume(project, context, stage);
    }

    /** Continues what has failed in a context, see {@link RedriveSequences#redrive}. */
    public List<String> redrive(String project, String context, @Nullable String stage) {
        return redriveSequences.redrive(project, context, stage).continued();
    }

    /** The commands that people give, each answered with a sentence. */
    public SequenceControl control() {
        return control;
    }

    /** Does what is due and tells when something is due next, see {@link Sweep#run}. */
    public @Nullable Instant sweep() {
        return sweep(() -> true);
    }

    /** The same for as long as there is time. */
    public @Nullable Instant sweep(BooleanSupplier hasTime) {
        return sweep.run(clock.instant(), hasTime);
    }

    /**
     * After the start of the only process: does all that was decided and not done, and all that is overdue, and tells when
     * something is due next, see {@link Sweep#resume}.
     */
    public @Nullable Instant resume() {
        return sweep.resume(clock.instant());
    }

    /** The events of all contexts. */
    public EventLog log() {
        return new EventLog(store);
    }

    /** Whether everything in a context has ended and nothing more follows; cheaper than {@link #status}. */
    public boolean isFinished(String project, String context) {
        return contexts.isFinished(project, context);
    }

    /** How far a context is. */
    public ContextStatus status(String project, String context) {
        return contexts.status(project, context);
    }

    /** The same with everything that there is to say, empty if the context is unknown. */
    public Optional<ContextDetails> details(String project, String context) {
        return contexts.details(project, context);
    }

    /** The events that ask for the open tasks of a context, as the bus carried them. */
    public List<BusEvent> openTasks(String project, String context) {
        return contexts.openTasks(project, context);
    }

    /** When task services of a context go on that wait with their tasks now. */
    public List<Instant> alarms(String project, String context) {
        return contexts.alarms(project, context);
    }

    private Queueing queueing() {
        return queueing;
    }
}

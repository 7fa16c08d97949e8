package sh.keptn.lambda.publisher;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import sh.keptn.diagnostics.Checked;
import sh.keptn.diagnostics.Diagnostic;
import sh.keptn.events.Json;
import sh.keptn.lambda.InvalidInputException;
import sh.keptn.lambda.Invocation;
import sh.keptn.lambda.LambdaFunction;
import sh.keptn.lambda.Log;
import sh.keptn.lambda.publisher.Result.Verdict;
import sh.keptn.translator.Plan;
import sh.keptn.translator.ServicesOnAws;
import sh.keptn.translator.Translator;

/**
 * {@code publish}: translates a project's files and brings the plan to AWS, or removes a project. What does not get done in the
 * time of one invocation is continued by another one. Called directly it answers with verdict, diagnostics and the names of state machines; a stack is told
 * when everything is done.
 */
public final class PublishFunction implements LambdaFunction {

    /** The name of the function. */
    public static final String NAME = "publish";

    /** For what comes after the publisher's last call: the next invocation, or the answer to a stack. */
    private static final Duration RESERVE = Duration.ofSeconds(20);

    private final Projects projects;
    private final UploadedFiles files;
    private final Continuation continuation;
    private final StackAnswers stacks;
    private final Clock clock;

    public PublishFunction(
            Projects projects, UploadedFiles files, Continuation continuation, StackAnswers stacks, Clock clock) {
        this.projects = projects;
        this.files = files;
        this.continuation = continuation;
        this.stacks = stacks;
        this.clock = clock;
    }

    @Override
    public @Nullable Object apply(Map<String, @Nullable Object> payload, Invocation invocation) {
        if (StackRequest.is(payload)) {
            serve(new StackRequest(payload), invocation);
            return null;
        }
        Request request = Request.of(payload);
        return handle(request, payload, invocation).toJson(request);
    }

    /** A stack waits for an answer for an hour, so it gets one whatever happens. */
    private void serve(StackRequest stack, Invocation invocation) {
        String answer;
        try {
            Request request = stack.request(files);
            Result result = request == null
                    ? Result.withoutMachines(Verdict.DONE, List.of())
                    : handle(request, stack.payload(), invocation);
            if (result.verdict() == Verdict.CONTINUES) {
                return;
            }
            answer = result.verdict() == Verdict.DONE ? stack.succeeded() : stack.failed(result.text());
        } catch (RuntimeException e) {
            invocation.log().error(e, Map.of());
            answer = stack.failed(String.valueOf(e.getMessage()));
        }
        stacks.answer(stack.answerAt(), answer);
    }

    private Result handle(Request request, Map<String, @Nullable Object> payload, Invocation invocation) {
        Instant end = clock.instant().plus(invocation.timeLeft()).minus(RESERVE);
        Result result = result(request, end, invocation.log());
        if (result.verdict() == Verdict.CONTINUES) {
            // A stack has uploaded its files, and waits for an answer at the address in the payload.
            boolean isWhole = request instanceof Request.Publish && !StackRequest.is(payload);
            continuation.invokeAgain(
                    invocation.functionArn(),
                    Json.write(isWhole ? Request.Rest.of((Request.Publish) request) : payload));
        }
        return result;
    }

    private Result result(Request request, Instant end, Log log) {
        if (request instanceof Request.Publish publish) {
            return publish(publish, end, log, this::keep);
        } else if (request instanceof Request.Rest rest) {
            return goOn(rest, end, log);
        }
        return Result.withoutMachines(verdict(projects.delete(request.project(), end)), List.of());
    }

    /** What others have published since is newer, and not to be replaced. */
    private Result goOn(Request.Rest rest, Instant end, Log log) {
        Map<String, byte[]> files = projects.kept(rest.project(), rest.version());
        if (files.isEmpty()) {
            log.info("superseded", Map.of("project", rest.project(), "version", rest.version()));
            return Result.withoutMachines(Verdict.DONE, List.of());
        }
        return publish(rest.begun(files), end, log, request -> {});
    }

    /** @param keep keeps the files, before the plan, so that no task of it meets a project without them */
    private Result publish(Request.Publish request, Instant end, Log log, Consumer<Request.Publish> keep) {
        Checked<Plan> translated =
                Translator.translateWithGates(request.project(), request.shipyard(), request.uniform());
        Optional<Plan> plan = translated.value();
        if (plan.isEmpty()) {
            return Result.withoutMachines(Verdict.INVALID, translated.diagnostics());
        }
        keep.accept(request);
        boolean done = projects.publish(plan.get(), end);
        if (done) {
            // Versions pile up only where something is published; what time does not allow, the next publication does.
            cleanUp(request.project(), end, log);
        }
        List<Diagnostic> found = new ArrayList<>(plan.get().diagnostics());
        found.addAll(ServicesOnAws.missing(plan.get()));
        return new Result(verdict(done), found, plan.get().stateMachines());
    }

    private void keep(Request.Publish request) {
        try {
            projects.keep(request.project(), request.files());
        } catch (IllegalArgumentException e) {
            throw new InvalidInputException("`resources`: " + e.getMessage());
        }
    }

    /** The plan is active whether this succeeds or not. */
    private void cleanUp(String project, Instant end, Log log) {
        try {
            projects.cleanUp(project, end);
        } catch (RuntimeException e) {
            log.error(e, Map.of("project", project));
        }
    }

    private static Verdict verdict(boolean done) {
        return done ? Verdict.DONE : Verdict.CONTINUES;
    }
}

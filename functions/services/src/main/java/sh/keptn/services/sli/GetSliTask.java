package sh.keptn.services.sli;

import sh.keptn.evaluation.score.ProviderAnswer;
import sh.keptn.evaluation.score.Waited;
import sh.keptn.events.EventType;
import sh.keptn.events.KeptnEvent;
import sh.keptn.services.TaskAnswer;
import sh.keptn.services.TaskRequest;
import sh.keptn.services.TaskService;

/** Lets a task service that is no provider of ours, a command or a hook, find the values: it is given {@link GetSli} as an event. */
public final class GetSliTask implements SliSource {

    private final TaskService service;
    private final String name;

    /** @param name of the provider, which the event has as {@code get-sli.sliProvider} */
    public GetSliTask(String name, TaskService service) {
        this.name = name;
        this.service = service;
    }

    @Override
    public SliAnswer values(SliRequest request) {
        TaskAnswer answer = service.apply(new TaskRequest(triggered(request), "", GetSli.TASK, 1, request.deadline()));
        if (!(answer instanceof TaskAnswer.Finished finished)) {
            return SliAnswer.errored("SLI provider `" + name + "` has not answered with values");
        }
        return GetSli.answer(
                finished.data(), new ProviderAnswer(finished.result(), finished.status(), finished.message()));
    }

    /** Its id depends on the evaluation's and on how often it was asked alone, so that a provider knows a repeated question. */
    private KeptnEvent triggered(SliRequest request) {
        KeptnEvent evaluation = request.event();
        Waited waited = request.waited();
        return new KeptnEvent(
                evaluation.id() + "-" + GetSli.TASK + (waited == null ? "" : "-" + (waited.asked() + 1)),
                KeptnEvent.CONTROL_PLANE,
                new EventType.Task(GetSli.TASK, EventType.TRIGGERED).text(),
                evaluation.time(),
                evaluation.context(),
                null,
                evaluation.gitCommitId(),
                GetSli.question(name, request));
    }
}

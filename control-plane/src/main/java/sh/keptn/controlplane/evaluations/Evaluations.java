package sh.keptn.controlplane.evaluations;

import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import sh.keptn.controlplane.ports.Store;
import sh.keptn.controlplane.ports.Store.Item;
import sh.keptn.controlplane.rows.EvaluationRow;
import sh.keptn.evaluation.score.PreviousEvaluation;
import sh.keptn.events.KeptnEvent;

/** The stored results of evaluations. */
public final class Evaluations {

    /** Most comparisons need no more than three. */
    private static final int PAGE = 10;

    private final Store store;

    public Evaluations(Store store) {
        this.store = store;
    }

    /** Those of a service in a stage, read only as far as the caller looks. */
    public Stream<EvaluationRow> newestFirst(String project, String stage, String service) {
        String partition = EvaluationRow.partition(project, stage, service);
        UnaryOperator<List<Item>> next = page -> page.size() < PAGE
                ? List.of()
                : page(partition, page.get(page.size() - 1).key().sort());
        return Stream.iterate(page(partition, ""), page -> !page.isEmpty(), next)
                .flatMap(List::stream)
                .map(item -> EvaluationRow.TABLE.decode().apply(item.json()));
    }

    private List<Item> page(String partition, String after) {
        return store.queryAfter(partition, EvaluationRow.PREFIX, after, PAGE);
    }

    /**
     * What an evaluation is compared with: results of the same service in the same stage by the same task service, but none of its
     * own, which an earlier try may have left.
     */
    public Stream<PreviousEvaluation> before(KeptnEvent triggered, String evaluator) {
        return newestFirst(
                        String.valueOf(triggered.dataText("project")),
                        String.valueOf(triggered.dataText("stage")),
                        String.valueOf(triggered.dataText("service")))
                .filter(row ->
                        row.evaluator().equals(evaluator) && !row.triggeredId().equals(triggered.id()))
                .map(Evaluations::previous);
    }

    /** A result as later evaluations see it. */
    public static PreviousEvaluation previous(EvaluationRow row) {
        return new PreviousEvaluation(
                row.event(),
                row.outcome().result(),
                row.invalidated() != null,
                row.indicators().stream().map(EvaluationRow.Indicator::value).toList());
    }
}

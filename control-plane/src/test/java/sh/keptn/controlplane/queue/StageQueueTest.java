package sh.keptn.controlplane.queue;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class StageQueueTest {

    @Test
    void startsAtOnceWhereNothingIsInTheWay() {
        assertThat(starts(StageQueue.EMPTY.enter("s1", "c1", List.of("carts")))).containsExactly("s1");
    }

    @Test
    void anotherContextWaitsAndStartsWhenTheFirstLeaves() {
        StageQueue busy = StageQueue.EMPTY.enter("s1", "c1", List.of("carts")).queue();
        StageQueue.Scheduled second = busy.enter("s2", "c2", List.of("carts"));
        assertThat(starts(second)).isEmpty();
        assertThat(starts(second.queue().leave("c1", List.of("carts")))).containsExactly("s2");
    }

    @Test
    void otherServicesDoNotWait() {
        StageQueue busy = StageQueue.EMPTY.enter("s1", "c1", List.of("carts")).queue();
        assertThat(starts(busy.enter("s2", "c2", List.of("orders")))).containsExactly("s2");
    }

    @Test
    void sequencesOfOneContextDoNotWaitForEachOtherAndTheLeaseIsCounted() {
        StageQueue one = StageQueue.EMPTY.enter("s1", "c1", List.of("carts")).queue();
        StageQueue.Scheduled two = one.enter("s2", "c1", List.of("carts"));
        assertThat(starts(two)).containsExactly("s2");
        StageQueue.Scheduled other = two.queue().enter("s3", "c2", List.of("carts"));
        StageQueue.Scheduled afterOne = other.queue().leave("c1", List.of("carts"));
        assertThat(starts(afterOne)).isEmpty();
        assertThat(starts(afterOne.queue().leave("c1", List.of("carts")))).containsExactly("s3");
    }

    @Test
    void contextGoesOnWithWhatItHoldsAlthoughOthersWaitForIt() {
        StageQueue busy = StageQueue.EMPTY.enter("s1", "c1", List.of("carts")).queue();
        StageQueue waiting = busy.enter("s2", "c2", List.of("carts")).queue();
        assertThat(starts(waiting.enter("s3", "c1", List.of("carts")))).containsExactly("s3");
    }

    @Test
    void tellsWhomASequenceWaitsFor() {
        StageQueue queue = StageQueue.EMPTY.enter("s1", "c1", List.of("carts")).queue();
        queue = queue.enter("s2", "c2", List.of("carts", "orders")).queue();
        queue = queue.enter("s3", "c3", List.of("orders", "users")).queue();
        assertThat(queue.before("s2")).isEqualTo(Map.of("carts", "c1"));
        assertThat(queue.before("s3")).isEqualTo(Map.of("orders", "c2"));
        assertThat(queue.before("s1")).isEmpty();
    }

    @Test
    void oldestStartsFirst() {
        StageQueue queue = StageQueue.EMPTY.enter("s1", "c1", List.of("carts")).queue();
        queue = queue.enter("s2", "c2", List.of("carts")).queue();
        queue = queue.enter("s3", "c3", List.of("carts")).queue();
        StageQueue.Scheduled next = queue.leave("c1", List.of("carts"));
        assertThat(starts(next)).containsExactly("s2");
        assertThat(starts(next.queue().leave("c2", List.of("carts")))).containsExactly("s3");
    }

    @Test
    void bracketTakesAllItsServicesOrWaitsAndHoldsLaterOnesBack() {
        StageQueue busy = StageQueue.EMPTY.enter("s1", "c1", List.of("carts")).queue();
        StageQueue.Scheduled bracket = busy.enter("s2", "c2", List.of("carts", "orders"));
        assertThat(starts(bracket)).isEmpty();
        StageQueue.Scheduled later = bracket.queue().enter("s3", "c3", List.of("orders"));
        assertThat(starts(later))
                .as("orders is free, but the bracket was first")
                .isEmpty();
        StageQueue.Scheduled free = later.queue().leave("c1", List.of("carts"));
        assertThat(starts(free)).containsExactly("s2");
        assertThat(starts(free.queue().leave("c2", List.of("carts", "orders")))).containsExactly("s3");
    }

    @Test
    void whoGivesUpItsPlaceLetsOthersIn() {
        StageQueue busy = StageQueue.EMPTY.enter("s1", "c1", List.of("carts")).queue();
        StageQueue waiting = busy.enter("s2", "c2", List.of("carts", "orders")).queue();
        StageQueue both = waiting.enter("s3", "c3", List.of("orders")).queue();
        assertThat(starts(both.withdraw("s2"))).containsExactly("s3");
    }

    @Test
    void leavingTwiceTakesNothingFromOthers() {
        StageQueue busy = StageQueue.EMPTY.enter("s1", "c1", List.of("carts")).queue();
        StageQueue next = busy.enter("s2", "c2", List.of("carts")).queue();
        StageQueue second = next.leave("c1", List.of("carts")).queue();
        assertThat(second.leave("c1", List.of("carts")).queue().leases())
                .containsEntry("carts", new StageQueue.Lease("c2", 1));
    }

    private static List<String> starts(StageQueue.Scheduled scheduled) {
        return scheduled.starts().stream().map(StageQueue.Ticket::sequence).toList();
    }
}

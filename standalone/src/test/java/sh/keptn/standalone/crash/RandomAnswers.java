package sh.keptn.standalone.crash;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import sh.keptn.controlplane.rows.Ids;
import sh.keptn.events.BusEvent;
import sh.keptn.events.EventType;
import sh.keptn.events.KeptnEvent;

/** What a task service says to a task: drawn from the task's id, so that whoever is asked twice says the same twice. */
final class RandomAnswers {

    private final BusEvent triggered;
    private final String service;
    private final Instant now;
    private final Random random;

    RandomAnswers(BusEvent triggered, String service, Instant now) {
        this.triggered = triggered;
        this.service = service;
        this.now = now;
        this.random = new Random((triggered.id() + service).hashCode());
    }

    /** Sends its answers, each with how long it takes. */
    void send(BiConsumer<Duration, KeptnEvent> answers) {
        int how = random.nextInt(100);
        Duration work = Duration.ofSeconds(random.nextInt(1_200));
        if (random.nextInt(10) > 0) {
            answers.accept(Duration.ZERO, answer(EventType.STARTED, Map.of()));
        }
        if (random.nextInt(10) == 0) {
            answers.accept(work.dividedBy(2), answer("status.changed", Map.of("message", "half way")));
        }
        if (isProgress() && how < 50) {
            answers.accept(work, answer(EventType.STATUS_CHANGED, Map.of("status", EventType.IN_PROGRESS)));
        } else if (how < 78) {
            answers.accept(work, finished("pass", "succeeded"));
        } else if (how < 84) {
            answers.accept(work, finished("warning", "succeeded"));
        } else if (how < 90) {
            answers.accept(work, finished("fail", "succeeded"));
        } else if (how < 93) {
            answers.accept(work, finished("fail", "errored"));
        } else if (how < 95) {
            answers.accept(work, finished("fail", "aborted"));
        } else if (how < 98) {
            answers.accept(work.plus(Duration.ofDays(random.nextInt(40))), finished("pass", "succeeded"));
        }
    }

    private boolean isProgress() {
        return Boolean.TRUE.equals(triggered.stamp().get("progress"));
    }

    private KeptnEvent finished(String result, String status) {
        return answer(EventType.FINISHED, Map.of("result", result, "status", status, "message", service));
    }

    private KeptnEvent answer(String phase, Map<String, Object> data) {
        KeptnEvent event = triggered.event();
        Map<String, @Nullable Object> all = new LinkedHashMap<>(data);
        String task = ((EventType.Task) EventType.parse(event.type()).orElseThrow()).task();
        return new KeptnEvent(
                Ids.of("answer", event.id(), service, phase, data.toString()),
                service,
                new EventType.Task(task, phase).text(),
                now,
                event.context(),
                event.id(),
                null,
                all);
    }
}

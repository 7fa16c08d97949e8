package sh.keptn.infra.flows;

import java.util.List;
import sh.keptn.events.EventType;
import sh.keptn.events.KeptnEvent;

/** An event log as text, one line for each event, without ids and times. */
final class Lines {

    private Lines() {}

    /** {@code <type> in <stage> from <source>: <result> <status>, <message>}, as far as the event says it. */
    static List<String> of(List<KeptnEvent> events) {
        return events.stream().map(Lines::line).toList();
    }

    private static String line(KeptnEvent event) {
        StringBuilder line = new StringBuilder(event.type().substring(EventType.PREFIX.length()))
                .append(" in ")
                .append(event.dataText("stage"))
                .append(" from ")
                .append(event.source());
        String result = event.dataText("result");
        String message = event.dataText("message");
        if (!event.type().endsWith(EventType.TRIGGERED)) {
            line.append(result == null ? "" : ": " + result + " " + event.dataText("status"))
                    .append(message == null || message.isEmpty() ? "" : ", " + message);
        }
        return line.toString();
    }
}

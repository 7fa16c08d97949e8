package sh.keptn.translator.connections;

import java.util.List;

/** What a file {@code connections.yaml} asks for, as rules. */
public record Connections(List<IncomingRule> incoming, List<OutgoingRule> outgoing) {

    public Connections {
        incoming = List.copyOf(incoming);
        outgoing = List.copyOf(outgoing);
    }
}

package sh.keptn.translator.uniform;

import java.util.List;
import sh.keptn.diagnostics.SourcePosition;

/** A uniform: the task services of a project, in the order of the file. */
public record Uniform(List<Service> services, SourcePosition position) {

    public Uniform {
        services = List.copyOf(services);
    }

    /** The events that a service listens to, with what selects among them. */
    public record Subscription(ServiceEvent event, List<SelectorTerm> terms, SourcePosition position) {
        public Subscription {
            terms = List.copyOf(terms);
        }
    }
}

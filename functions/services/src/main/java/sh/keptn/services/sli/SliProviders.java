package sh.keptn.services.sli;

import java.util.List;
import org.jspecify.annotations.Nullable;
import sh.keptn.events.KeptnEvent;

/** The SLI providers of a project: its task services for {@code get-sli.triggered}. */
@FunctionalInterface
public interface SliProviders {

    /** Those that the project's uniform has for the project, stage and service of an {@code evaluation.triggered}, in its order. */
    List<Candidate> of(KeptnEvent evaluation);

    /**
     * A provider.
     *
     * @param service its name in the uniform, which the property {@code sliProvider} of a task may be
     * @param name what its queries stand under, {@code <name>/sli.yaml}: that of the built-in
     * @param source what is asked; null where the provider can only be asked by an event
     */
    record Candidate(String service, String name, @Nullable SliSource source) {

        /** A provider that is asked by an event: it is reached in no other way, or answers later. */
        public static Candidate byEvent(String service) {
            return new Candidate(service, service, null);
        }
    }
}

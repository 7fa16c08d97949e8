package sh.keptn.infra.flows;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import sh.keptn.controlplane.ports.Store;

/** How others meet an installation: its bus, and its rows to look at. */
interface Door {

    /** Where the event log is. */
    Store store();

    /** Puts an event on Keptn's bus as another system of the account does. */
    void put(String source, String type, Map<String, ? extends @Nullable Object> detail);
}

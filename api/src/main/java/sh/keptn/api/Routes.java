package sh.keptn.api;

import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import sh.keptn.api.events.PostEvents;
import sh.keptn.api.links.LinkRoutes;
import sh.keptn.api.operation.Route;
import sh.keptn.controlplane.lifecycle.ControlPlane;
import sh.keptn.controlplane.links.Links;

/** The table of all operations. */
public final class Routes {

    private Routes() {}

    /**
     * All operations.
     *
     * @param url at which the API is reached, without a slash at its end
     * @param opened is told when something may have been opened that has to be looked after
     * @param ids draws a new id each time
     */
    public static List<Route> of(
            ControlPlane controlPlane, Links links, String url, Runnable opened, Supplier<String> ids, Clock clock) {
        PostEvents events = new PostEvents(controlPlane, opened, ids, clock);
        List<Route> routes = new ArrayList<>();
        routes.add(new Route("POST", "/api/v1/event", events));
        // Scripts that once talked to Keptn's API service itself.
        routes.add(new Route("POST", "/v1/event", events));
        routes.addAll(LinkRoutes.of(controlPlane, links, url, clock));
        return routes;
    }
}

package sh.keptn.api.links;

import java.time.Clock;
import java.util.List;
import sh.keptn.api.operation.Operation;
import sh.keptn.api.operation.Route;
import sh.keptn.controlplane.lifecycle.ControlPlane;
import sh.keptn.controlplane.links.Links;

/** The operations about links. */
public final class LinkRoutes {

    private LinkRoutes() {}

    /**
     * All of them.
     *
     * @param url of the API, without a slash at its end
     */
    public static List<Route> of(ControlPlane controlPlane, Links links, String url, Clock clock) {
        TaskLinks taskLinks = new TaskLinks(controlPlane, links, clock);
        UseLink use = new UseLink(taskLinks);
        Operation.Open show = use::show;
        Operation.Open answer = use::use;
        return List.of(
                new Route("GET", Links.PATH + "{id}", show),
                new Route("POST", Links.PATH + "{id}", answer),
                new Route("POST", "/api/v1/links", new MakeLink(taskLinks, url + Links.PATH, clock)));
    }
}

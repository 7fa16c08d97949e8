package sh.keptn.lambda.services;

import java.time.Clock;
import java.util.Optional;
import sh.keptn.controlplane.links.Link;
import sh.keptn.controlplane.links.Links;
import sh.keptn.services.webhook.AnswerLinks;

/** Makes links at the HTTP API for the systems that webhooks call. */
final class ServiceLinks {

    private final Links links;
    private final String prefix;
    private final Clock clock;

    /** @param prefix how the URLs of links begin, up to their ids */
    ServiceLinks(Links links, String prefix, Clock clock) {
        this.links = links;
        this.prefix = prefix;
        this.clock = clock;
    }

    /** Links by which the task service of a name answers, or the one that has to answer where this one is only told. */
    AnswerLinks of(String taskService) {
        return (triggered, verb) -> {
            Link link = new Link(Link.Verb.of(verb).orElseThrow(), triggered.id(), taskService, null);
            return Optional.of(prefix + links.make(link, clock.instant()));
        };
    }
}

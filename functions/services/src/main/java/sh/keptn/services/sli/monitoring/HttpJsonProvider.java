package sh.keptn.services.sli.monitoring;

import sh.keptn.services.sli.SliException;
import sh.keptn.services.sli.SliProvider;
import sh.keptn.services.sli.SliQuery;

/** Asks any HTTP API that answers with JSON: each query says what to ask and where the number stands in the answer. */
final class HttpJsonProvider implements SliProvider {

    private final MonitoringServer server;

    HttpJsonProvider(MonitoringServer server) {
        this.server = server;
    }

    @Override
    public double value(SliQuery query) throws SliException {
        QuestionTemplate template = QuestionTemplate.parse(query.source());
        return template.value().number(server.ask(template.fill(query.placeholders()), query.timeout()));
    }
}

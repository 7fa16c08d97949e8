package sh.keptn.infra.flows;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The flows without an account: processes on this machine, and AWS's protocols between them. */
class ProcessFlowsTest extends Flows {

    private static final String SHIPYARD = """
            apiVersion: spec.keptn.sh/0.2.3
            kind: Shipyard
            metadata: {name: shop}
            spec:
              stages:
              - name: dev
                sequences:
                - name: delivery
                  tasks: [{name: test}]
            """;

    private static final String UNIFORM = """
            kind: Uniform
            spec:
              services:
              - name: hook
                hook: http://127.0.0.1:%1$d/%2$s
                allow: ["127.0.0.1:%1$d"]
                events: [test.triggered]
            """;

    @Override
    Account account(Path folder) {
        assumeTrue(
                System.getProperty("aws.flows") != null,
                "skipped: a process for each function and more than the time that `verify` has; run it with -Daws.flows");
        return ProcessAccount.start(folder);
    }

    @Test
    void aWebhookIsCalled() throws IOException {
        try (CalledSystem system = new CalledSystem(200, "{\"result\":\"warning\",\"message\":\"1 of 12 is slow\"}")) {
            Delivery delivery = publish("webhook", SHIPYARD, UNIFORM.formatted(system.port(), "test"));
            delivery.trigger("dev", "delivery");
            delivery.await("dev.delivery.finished");
            check("webhook", delivery);
        }
    }

    @Test
    void aSystemThatWasCalledAnswersLaterByItsLink() throws IOException {
        try (CalledSystem system = new CalledSystem(202, "")) {
            Delivery delivery =
                    publish("callback", SHIPYARD, UNIFORM.formatted(system.port(), "test?done={{links.finish}}"));
            delivery.trigger("dev", "delivery");
            delivery.await("test.started");
            String link = system.awaitQuery().replace("done=", "");
            String done = "{\"result\":\"warning\",\"message\":\"2 of 12 are slow\",\"data\":{\"test\":{\"rate\":7}}}";
            String[] json = {"content-type", "application/json"};
            assertThat(installation().ask(link, done, json).statusCode()).isEqualTo(200);
            assertThat(installation().ask(link, done, json).statusCode()).isEqualTo(410);
            delivery.await("dev.delivery.finished");
            check("callback", delivery);
        }
    }
}

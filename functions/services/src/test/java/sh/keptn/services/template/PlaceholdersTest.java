package sh.keptn.services.template;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import sh.keptn.services.Requests;

class PlaceholdersTest {

    private static final String DATA = """
            {"deployment": {"deploymentURIsLocal": ["http://carts.dev:8080", "b"]}, "labels": {"build-id": "7 && rm -rf /"},
             "vuser": 10, "rate": 0.5, "ok": true, "nothing": null, "empty": "", "sneaky": "{{data.service}}"}
            """;

    private final Placeholders placeholders =
            new Placeholders(Requests.of("test", DATA).event());

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            ignoreLeadingAndTrailingWhitespace = true,
            value = {
                "plain                                          | plain",
                "{{data.service}}                               | carts",
                "--url={{data.deployment.deploymentURIsLocal.0}}/health | --url=http://carts.dev:8080/health",
                "{{data.deployment.deploymentURIsLocal.1}}{{data.stage}} | bdev",
                "{{shkeptncontext}}                             | b2a4cf6e-2e0a-4d0c-8a9f-1d6a4c5f7e11",
                "{{type}}                                       | sh.keptn.event.test.triggered",
                "{{ data.service }}                             | carts",
                "{{.data.service}}                              | carts",
                "{{data.labels.build-id}}                       | 7 && rm -rf /",
                "{{data.vuser}}/{{data.rate}}/{{data.ok}}       | 10/0.5/true",
                "<{{data.empty}}>                               | <>",
                "{{data.sneaky}}                                | {{data.service}}",
                "{\"vuser\":{{data.vuser}}}                     | {\"vuser\":10}",
                "}} {                                           | }} {",
                "{{data.deployment}} | {\"deploymentURIsLocal\":[\"http://carts.dev:8080\",\"b\"]}",
            })
    void fillsFromTheWholeEvent(String text, String filled) throws Exception {
        assertThat(placeholders.fill(text)).isEqualTo(filled);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "a {{data.version}} | `{{data.version}}` has no value: the event has nothing at `version`",
                "{{data.nothing}}   | `{{data.nothing}}` has no value: the event has nothing at `nothing`",
                "{{data.service.name}} | `{{data.service.name}}` has no value: the event has nothing at `name`",
                "{{data.deployment.deploymentURIsLocal.2}} | `{{data.deployment.deploymentURIsLocal.2}}` has no value: the event has nothing at `2`",
                "{{data.deployment.deploymentURIsLocal.-1}} | `{{data.deployment.deploymentURIsLocal.-1}}` has no value: the event has nothing at `-1`",
                "{{data.deployment.deploymentURIsLocal.00}} | `{{data.deployment.deploymentURIsLocal.00}}` has no value: the event has nothing at `00`",
                "{{}}               | `{{}}` has no value: the event has nothing at ``",
                "{{if data.ok}}     | `{{if data.ok}}` has no value: the event has nothing at `if data`",
                "a {{data.service   | `{{data.service` has no closing braces",
            })
    void namesThePlaceholderWithoutValue(String text, String message) {
        assertThatThrownBy(() -> placeholders.fill(text))
                .isInstanceOf(PlaceholderException.class)
                .hasMessage(message);
    }

    @Test
    void escapesOnlyValues() throws Exception {
        assertThat(placeholders.fill(
                        "a:{{data.service}}:{{data.stage}}",
                        (before, placeholder, value) -> before.length() + value.toUpperCase(java.util.Locale.ROOT)))
                .isEqualTo("a:2CARTS:9DEV");
    }
}

package sh.keptn.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import sh.keptn.api.access.Verb;
import sh.keptn.api.http.ApiResponse;
import sh.keptn.api.operation.Route;
import sh.keptn.events.Json;

/** Who may do what, over all routes and all kinds of tokens. */
class AccessTest {

    private static final String TOKENS = """
            {"tokens": [
              {"name": "nothing", "token": "token-of-nothing-01234567"},
              {"name": "trigger", "token": "token-of-trigger-01234567", "permissions":
                [{"verbs": ["trigger"], "projects": ["sockshop"], "stages": ["dev"]}]},
              {"name": "answer", "token": "token-of-answer-012345678", "permissions":
                [{"verbs": ["answer"], "projects": ["sockshop"], "stages": ["dev"], "taskServices": ["jmeter"]}]},
              {"name": "link", "token": "token-of-link-0123456789", "permissions":
                [{"verbs": ["link"], "projects": ["sockshop"]}]},
              {"name": "all", "token": "token-of-all-0123456789", "permissions": [{"verbs": ["*"], "projects": ["*"]}]},
              {"name": "other-project", "token": "token-of-other-project-01", "permissions":
                [{"verbs": ["*"], "projects": ["carts"]}]},
              {"name": "other-stage", "token": "token-of-other-stage-0123", "permissions":
                [{"verbs": ["*"], "projects": ["*"], "stages": ["production"]}]},
              {"name": "other-service", "token": "token-of-other-service-01", "permissions":
                [{"verbs": ["answer", "link"], "projects": ["*"], "taskServices": ["zap"]}]}
            ], "bootstrap": "%s"}""".formatted(Installation.ADMIN);

    /** Which tokens may do what is asked for by each request. */
    private static final Map<String, List<String>> ALLOWED = Map.of(
            "trigger", List.of("trigger", "all", "bootstrap"),
            "answer", List.of("answer", "all", "bootstrap"),
            "link", List.of("link", "all", "bootstrap"));

    private static final Map<String, String> PRESENTED = presented();

    private static Map<String, String> presented() {
        Map<String, String> presented = new LinkedHashMap<>();
        for (String name : List.of(
                "nothing", "trigger", "answer", "link", "all", "other-project", "other-stage", "other-service")) {
            int start = TOKENS.indexOf("token-of-" + name);
            presented.put(name, TOKENS.substring(start, TOKENS.indexOf('"', start)));
        }
        presented.put("bootstrap", Installation.ADMIN);
        presented.put("unknown", "token-of-nobody-0123456789");
        presented.put("", "");
        return presented;
    }

    private record Sample(String verb, String body) {}

    @Test
    void everyRouteTakesTheTokensThatAllowItAndNoOther() {
        List<String> wrong = new ArrayList<>();
        for (Route route : new Installation().api.routes()) {
            for (Sample sample : samples(route)) {
                PRESENTED.forEach((name, token) -> {
                    int status = status(route, sample, token);
                    boolean known = !token.isEmpty() && !name.equals("unknown");
                    boolean allowed =
                            ALLOWED.getOrDefault(sample.verb(), List.of()).contains(name);
                    boolean right = allowed ? status / 100 == 2 : status == (known ? 403 : 401);
                    if (!right) {
                        wrong.add(route.method() + " " + route.path() + " to " + sample.verb() + " by " + name + ": "
                                + status);
                    }
                });
            }
        }
        assertThat(wrong).isEmpty();
    }

    /** A fresh installation for each request, so that none finds what another one has done. */
    private static int status(Route route, Sample sample, String token) {
        Installation installation = new Installation();
        String triggeredId = installation.asked("test");
        installation.secret = TOKENS;
        return installation
                .send(
                        route.method(),
                        route.path(),
                        Map.of("content-type", "application/json", "x-token", token),
                        sample.body().replace("TRIGGERED", triggeredId))
                .status();
    }

    /** What can be asked for at a route; one with a permission that has no sample fails the test. */
    private static List<Sample> samples(Route route) {
        List<Sample> samples = new ArrayList<>();
        for (Verb verb : route.verbs()) {
            samples.add(new Sample(
                    verb.word(),
                    switch (verb) {
                        case TRIGGER -> Installation.trigger();
                        case ANSWER ->
                            "{\"type\": \"sh.keptn.event.test.finished\", \"triggeredid\": \"TRIGGERED\","
                                    + " \"data\": {\"result\": \"pass\", \"status\": \"succeeded\"}}";
                        case LINK -> "{\"triggeredid\": \"TRIGGERED\", \"verb\": \"approve\"}";
                    }));
        }
        if (samples.isEmpty()) {
            assertThat(route.path()).as("without a permission").startsWith("/api/links/{id}");
        }
        return samples;
    }

    @Test
    void aTokenIsTakenByBothHeadersAndSaidToBeMissing() {
        Installation installation = new Installation();
        assertThat(post(installation, Map.of("Authorization", "Bearer " + Installation.ADMIN))
                        .status())
                .isEqualTo(200);
        assertThat(post(installation, Map.of("authorization", "bearer " + Installation.ADMIN))
                        .status())
                .isEqualTo(200);
        assertThat(post(installation, Map.of("X-Token", Installation.ADMIN)).status())
                .isEqualTo(200);
        assertThat(post(installation, Map.of("Authorization", "Basic " + Installation.ADMIN))
                        .status())
                .isEqualTo(401);
        ApiResponse missing = post(installation, Map.of());
        assertThat(missing.headers()).containsEntry("www-authenticate", "Bearer");
        assertThat(missing.body())
                .isEqualTo("{\"code\":401,\"message\":\"no valid token; send one in the header x-token, or as"
                        + " Authorization: Bearer TOKEN\"}");
    }

    @Test
    void twoTokensOfOneNameWorkWhileTheyAreChanged() {
        Installation installation = new Installation();
        installation.secret = """
                {"tokens": [
                  {"name": "ci", "token": "the-old-one-0123456789", "permissions": [{"verbs": ["*"], "projects": ["*"]}]},
                  {"name": "ci", "token": "the-new-one-0123456789", "permissions": [{"verbs": ["*"], "projects": ["*"]}]}]}""";
        assertThat(post(installation, Map.of("x-token", "the-old-one-0123456789"))
                        .status())
                .isEqualTo(200);
        assertThat(post(installation, Map.of("x-token", "the-new-one-0123456789"))
                        .status())
                .isEqualTo(200);
        assertThat(installation.log()).contains("dev.delivery.triggered from ci");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "no JSON a-secret | the secret of the API's tokens is no JSON object",
                "{\"bootstrap\": \"a-secret\"} | bootstrap: expected a token has at least 20 characters",
                "{\"tokens\": {}} | tokens: expected a list of objects",
                "{\"tokens\": [{\"name\": \"ci\"}]} | tokens[0].token: expected a text",
                "{\"tokens\": [{\"name\": \"keptn.x\", \"token\": \"a-secret-0123456789-0\"}]} | tokens[0].name: expected",
                "{\"tokens\": [{\"name\": \"ci\", \"token\": \"a-secret-0123456789-0\", \"permissions\": [{\"projects\": [\"*\"]}]}]} | tokens[0].permissions[0].verbs: expected a list of texts; a permission without it allows nothing",
                "{\"tokens\": [{\"name\": \"ci\", \"token\": \"a-secret-0123456789-0\", \"permissions\": [{\"verbs\": [\"delete\"], \"projects\": [\"*\"]}]}]} | tokens[0].permissions[0].verbs: expected trigger, answer, link or *",
                "{\"token\": []} | the object: expected no keys but tokens, bootstrap",
                "{\"tokens\": [{\"name\": \"ci\", \"token\": \"a-secret-0123456789-0\", \"permission\": []}]} | tokens[0]: expected no keys but name, token, permissions",
                "{\"tokens\": [{\"name\": \"ci\", \"token\": \"a-secret-0123456789-0\", \"permissions\": [{\"verbs\": [\"*\"], \"projects\": [\"*\"], \"stage\": [\"dev\"]}]}]} | tokens[0].permissions[0]: expected no keys but verbs, projects, stages, taskServices",
                "{\"tokens\": [{\"name\": \"ci\", \"token\": \"a-secret-0123456789-0\", \"permissions\": [{\"verbs\": [\"*\"], \"projects\": [\"*\"], \"stages\": null}]}]} | tokens[0].permissions[0].stages: expected a list of texts"
            })
    void aSecretThatIsMalformedLetsNobodyInAndIsNotQuoted(String secret, String message) {
        Installation installation = new Installation();
        installation.secret = secret;
        assertThatThrownBy(() -> post(installation, Map.of("x-token", Installation.ADMIN)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining(message)
                .hasMessageNotContaining("a-secret")
                .hasNoCause();
    }

    @ParameterizedTest
    @CsvSource({
        "GET, /api/v1/event, 405, POST",
        "HEAD, /api/v1/event, 405, POST",
        "DELETE, /api/links/x, 405, 'GET, HEAD, POST'",
        "GET, /api/v1/links, 405, POST",
        "GET, /api/links, 404,",
        "GET, /api/links/x/y, 404,",
        "POST, /api/v1/project, 404,"
    })
    void whatThereIsNotIsSaid(String method, String path, int status, String allow) {
        ApiResponse response = new Installation().send(method, path, "application/json", "{}");
        assertThat(response.status()).isEqualTo(status);
        assertThat(response.headers().get("allow")).isEqualTo(allow);
        if (method.equals("HEAD")) {
            assertThat(response.body()).isEmpty();
        } else {
            assertThat(Json.parseObject(response.body())).containsEntry("code", (long) status);
        }
    }

    private static ApiResponse post(Installation installation, Map<String, String> headers) {
        Map<String, String> all = new LinkedHashMap<>(headers);
        all.put("content-type", "application/json");
        return installation.send("POST", "/api/v1/event", all, Installation.trigger());
    }
}

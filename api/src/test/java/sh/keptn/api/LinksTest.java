package sh.keptn.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import sh.keptn.api.http.ApiResponse;
import sh.keptn.controlplane.links.Link;
import sh.keptn.controlplane.links.Links;
import sh.keptn.controlplane.ports.Store.Key;
import sh.keptn.events.Json;

class LinksTest {

    private static final String FORM = "application/x-www-form-urlencoded";
    private static final Map<String, String> BROWSER = Map.of("accept", "text/html,*/*;q=0.8", "content-type", FORM);
    private static final Map<String, String> PROGRAM = Map.of("content-type", "application/json");

    private final Installation installation = new Installation();

    @Test
    void anApprovalIsShownAndThenGiven() {
        String approve = made("approval", "approve");
        String decline = another("decline");

        for (int i = 0; i < 3; i++) {
            ApiResponse page = installation.send("GET", approve, BROWSER, "");
            assertThat(page.status()).isEqualTo(200);
            assertThat(page.headers())
                    .containsEntry("content-type", "text/html; charset=utf-8")
                    .containsEntry("cache-control", "no-store")
                    .containsEntry("referrer-policy", "no-referrer")
                    .containsEntry("x-robots-tag", "noindex, nofollow")
                    .hasEntrySatisfying(
                            "content-security-policy",
                            policy -> assertThat(policy)
                                    .startsWith("default-src 'none'; style-src 'sha256-")
                                    .endsWith("form-action 'self'; base-uri 'none'; frame-ancestors 'none'"));
            assertThat(page.body())
                    .contains("<dt>Stage</dt><dd>dev</dd>", "docker.io/carts:0.13.1", "build=&lt;7&gt;")
                    .doesNotContain("<7>", "<script", "://api.example");
            assertThat(installation.send("HEAD", approve, BROWSER, "")).isEqualTo(page.withoutBody());
        }
        assertThat(installation.machines).containsExactly("start");

        assertThat(installation
                        .send("POST", approve, BROWSER, "message=Looks+good%2C+Ann")
                        .body())
                .contains("<h1>Approved</h1>");
        assertThat(installation.log())
                .last()
                .asString()
                .isEqualTo("approval.finished from approval pass: approved by a link: Looks good, Ann");
        assertThat(installation.machines).last().asString().startsWith("succeed token-approval");

        List<String> before = installation.log();
        for (String used : List.of(approve, decline)) {
            for (String method : List.of("GET", "POST")) {
                assertThat(installation.send(method, used, BROWSER, "").status())
                        .isEqualTo(410);
                assertThat(installation.send(method, used, PROGRAM, "").body())
                        .isEqualTo(
                                "{\"code\":410,\"message\":\"this link was used before or has expired, or its task was"
                                        + " answered otherwise\"}");
            }
        }
        assertThat(installation.log()).isEqualTo(before);
    }

    @Test
    void aDeclinedApprovalFails() {
        String decline = made("approval", "decline");
        assertThat(installation
                        .send("POST", decline, PROGRAM, "{\"message\": \"not on a Friday\"}")
                        .body())
                .isEqualTo("{\"verb\":\"decline\",\"project\":\"sockshop\",\"stage\":\"dev\",\"services\":[\"carts\"],"
                        + "\"task\":\"approval\",\"keptnContext\":\"" + Installation.CONTEXT
                        + "\",\"result\":\"fail\",\"status\":\"succeeded\"}");
        assertThat(installation.log())
                .anyMatch(each ->
                        each.equals("approval.finished from approval fail: declined by a link: not on a Friday"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "application/json | '' | test.finished from jmeter pass: finished by a link",
                "application/json | {\"result\": \"warning\", \"message\": \"slow\"} | test.finished from jmeter warning: slow",
                "application/x-www-form-urlencoded | {\"result\": \"fail\"} | test.finished from jmeter fail: finished by a link",
                "application/x-www-form-urlencoded | result=fail&message=2+of+12 | test.finished from jmeter fail: 2 of 12",
                "application/json | {\"status\": \"errored\"} | test.finished from jmeter fail: finished by a link",
                "application/json | {\"data\": {\"test\": {\"rate\": 7}, \"project\": \"carts\"}} | test.finished from jmeter pass: finished by a link"
            })
    void aTaskIsFinishedByItsCallbackUrl(String type, String body, String logged) {
        String finish = made("test", "finish");
        assertThat(installation
                        .send("POST", finish, Map.of("content-type", type), body)
                        .status())
                .isEqualTo(200);
        assertThat(installation.log()).contains(logged);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "finish | application/json | {\"result\": \"ok\"} | 400 | `result`: expected pass, warning, fail, found `ok`",
                "finish | application/json | {\"outcome\": \"fail\"} | 400 | unknown key `outcome`; expected result, status, message, data",
                "finish | application/json | {\"status\": \"in-progress\"} | 400 | `status`: expected succeeded, errored, aborted",
                "finish | application/json | {\"message\": 7} | 400 | `message`: expected a string, found a number",
                "finish | application/json | { | 400 | the body is no JSON",
                "finish | text/plain | done | 415 | expected application/json or application/x-www-form-urlencoded",
                "finish | application/x-www-form-urlencoded | result=%ZZ | 400 | not encoded as in forms",
                "approve | application/json | {\"result\": \"fail\"} | 400 | unknown key `result`; expected message"
            })
    void whatCannotBeReadChangesNothing(String verb, String type, String body, int status, String message) {
        String link = made("test", verb);
        ApiResponse refused = installation.send("POST", link, Map.of("content-type", type), body);
        assertThat(refused.status()).isEqualTo(status);
        assertThat(refused.body()).contains(message);
        assertThat(installation.send("GET", link, PROGRAM, "").status())
                .as("it can still be used")
                .isEqualTo(200);
    }

    @Test
    void aLinkEndsWhenItExpiresOrItsTaskDoes() {
        String triggeredId = installation.asked("test");
        String hour = path(made(triggeredId, "finish", ", \"expiresIn\": \"PT30M\""));
        String task = path(made(triggeredId, "finish", ""));
        assertThat(installation.send("GET", hour, PROGRAM, "").status()).isEqualTo(200);
        installation.advance(Duration.ofMinutes(30));
        assertThat(installation.send("POST", hour, PROGRAM, "").status()).isEqualTo(410);
        assertThat(installation.send("GET", task, PROGRAM, "").status()).isEqualTo(200);
        installation.advance(Duration.ofMinutes(31));
        assertThat(installation.send("POST", task, PROGRAM, "").status()).isEqualTo(410);
    }

    @Test
    void aLinkThatThereIsNotSaysNoMore() {
        assertThat(installation.send("POST", "/api/links/guessed", PROGRAM, "").body())
                .isEqualTo(
                        "{\"code\":404,\"message\":\"there is no such link; it may have been cut when it was copied\"}");
        assertThat(installation
                        .send("GET", "/api/links/%3Cscript%3E", BROWSER, "")
                        .body())
                .contains("there is no such link")
                .doesNotContain("script");
    }

    @Test
    void theStoreDoesNotKnowTheIdsOfLinks() {
        String id = made("test", "finish").substring(Links.PATH.length());
        assertThat(id).matches("[A-Za-z0-9_-]{43}");
        assertThat(another("finish")).isNotEqualTo(Links.PATH + id);
        assertThat(installation.store.all().toString()).doesNotContain(id);
        assertThat(installation.bus.toString()).doesNotContain(id);
        assertThat(new Links(installation.store).find(id))
                .contains(new Link(Link.Verb.FINISH, triggeredId(), null, null));
        assertThat(installation.store.get(new Key("link#" + id, "link"))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"triggeredid\": \"ID\", \"verb\": \"abort\"} | 400 | `verb`: expected approve, decline or finish",
                "{\"triggeredid\": \"other\", \"verb\": \"approve\"} | 404 | no task was asked for by an event `other`",
                "{\"verb\": \"approve\"} | 404 | no task was asked for",
                "{\"triggeredid\": \"ID\", \"verb\": \"approve\", \"to\": \"me\"} | 400 | unknown key `to`",
                "{\"triggeredid\": \"ID\", \"verb\": \"approve\", \"expiresIn\": \"1h\"} | 400 | expected an ISO 8601 duration",
                "{\"triggeredid\": \"ID\", \"verb\": \"approve\", \"expiresIn\": \"PT0S\"} | 400 | above zero"
            })
    void aLinkIsMadeForATaskThatIsAskedFor(String body, int status, String message) {
        String triggeredId = installation.asked("test");
        ApiResponse response = installation.send(
                "POST", "/api/v1/links", "application/json", body.replace("\"ID\"", "\"" + triggeredId + "\""));
        assertThat(response.status()).isEqualTo(status);
        assertThat(response.body()).contains(message);
    }

    @Test
    void noLinkIsMadeWhereItCouldNotBeUsed() {
        String check = installation.asked("check");
        assertThat(installation
                        .send("POST", "/api/v1/links", "application/json", make(check, "finish", ""))
                        .body())
                .contains("several task services answer `check`: jmeter, zap");
        String test = installation.asked("test");
        installation.advance(Duration.ofHours(2));
        assertThat(installation
                        .send("POST", "/api/v1/links", "application/json", make(test, "finish", ""))
                        .status())
                .isEqualTo(409);
    }

    private String triggeredId = "";

    private String triggeredId() {
        return triggeredId;
    }

    /** The path of a new link to a new task. */
    private String made(String task, String verb) {
        triggeredId = installation.asked(task);
        return path(made(triggeredId, verb, ""));
    }

    private String another(String verb) {
        return path(made(triggeredId, verb, ""));
    }

    private String made(String triggered, String verb, String more) {
        ApiResponse response =
                installation.send("POST", "/api/v1/links", "application/json", make(triggered, verb, more));
        assertThat(response.status()).as(response.body()).isEqualTo(201);
        return String.valueOf(Json.parseObject(response.body()).get("url"));
    }

    private static String make(String triggered, String verb, String more) {
        return "{\"triggeredid\": \"" + triggered + "\", \"verb\": \"" + verb + "\"" + more + "}";
    }

    private static String path(String url) {
        assertThat(url).startsWith(Installation.URL + Links.PATH);
        return URI.create(url).getPath();
    }
}

package sh.keptn.lambda.services.aws;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import sh.keptn.evaluation.score.SliValue;
import sh.keptn.events.Json;
import sh.keptn.events.KeptnEvent;
import sh.keptn.services.sli.ProviderSource;
import sh.keptn.services.sli.SliRequest;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.retries.DefaultRetryStrategy;
import software.amazon.awssdk.services.cloudwatch.CloudWatchClient;
import software.amazon.awssdk.thirdparty.jackson.core.JsonGenerator;
import software.amazon.awssdk.thirdparty.jackson.core.JsonParser;
import software.amazon.awssdk.thirdparty.jackson.core.JsonToken;
import software.amazon.awssdk.thirdparty.jackson.dataformat.cbor.CBORFactory;

/**
 * CloudWatch through its client, against a server that speaks its protocol (Smithy RPC v2 CBOR; CloudWatch API reference,
 * "GetMetricData").
 */
@Timeout(60)
final class CloudWatchProviderTest {

    private static final String P95 = """
        namespace: AWS/ApplicationELB
        metric: TargetResponseTime
        stat: p95
        dimensions: {LoadBalancer: app/$SERVICE-$STAGE/1, Build: $LABEL.build}
        """;
    private static final CBORFactory CBOR = new CBORFactory();

    private final List<Object> seen = new ArrayList<>();
    private final Deque<Answer> answers = new ArrayDeque<>();

    @SuppressWarnings("NullAway.Init")
    private HttpServer server;

    @SuppressWarnings("NullAway.Init")
    private CloudWatchClient client;

    private record Answer(int status, Map<String, ?> body) {}

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.start();
        client = CloudWatchClient.builder()
                .endpointOverride(
                        URI.create("http://127.0.0.1:" + server.getAddress().getPort()))
                .region(Region.EU_WEST_1)
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("test", "test")))
                .httpClientBuilder(UrlConnectionHttpClient.builder())
                .overrideConfiguration(override -> override.retryStrategy(DefaultRetryStrategy.doNotRetry()))
                .build();
    }

    @AfterEach
    void stop() {
        client.close();
        server.stop(0);
    }

    @Test
    void aMetricIsAskedForOverTheWholeTime() {
        results("Complete", 0.25);

        assertThat(value(P95)).isEqualTo(new SliValue("i", 0.25, true, ""));
        assertThat(seen.get(0)).isEqualTo("POST /service/GraniteServiceVersion20100801/operation/GetMetricData");
        assertThat(Json.parse(Json.write(seen.get(1)))).isEqualTo(Json.parse("""
            {"StartTime": 1772358890, "EndTime": 1772359200, "MetricDataQueries": [{"Id": "value", "ReturnData": true,
            "MetricStat": {"Stat": "p95", "Period": 360, "Metric": {"Namespace": "AWS/ApplicationELB",
            "MetricName": "TargetResponseTime", "Dimensions": [{"Name": "LoadBalancer", "Value": "app/carts-dev/1"},
            {"Name": "Build", "Value": "17"}]}}}]}
            """));
    }

    @Test
    void anExpressionIsAskedForWithItsMetrics() {
        results("Complete", 2.5);

        assertThat(value("""
            expression: 100 * errors / requests
            metrics:
              errors: {namespace: N, metric: E, stat: Sum}
              requests: {namespace: N, metric: R, stat: Sum, period: 60, unit: Count}
            """).value()).isEqualTo(2.5);
        assertThat(String.valueOf(seen.get(1)))
                .contains("Expression=100 * errors / requests", "Id=errors", "Id=requests", "ReturnData=false")
                .contains("Period=360", "Period=60", "Unit=Count");
    }

    @ParameterizedTest
    @CsvSource({"Sum,6", "SampleCount,6", "Minimum,1", "Maximum,3", "Average,2", "p90,2"})
    void severalValuesBecomeOneAsTheirStatisticSays(String stat, double expected) {
        results("Complete", 1, 2, 3);

        assertThat(value("{namespace: N, metric: M, stat: " + stat + "}").value())
                .isEqualTo(expected);
    }

    @Test
    void noDataIsNoValue() {
        results("Complete");

        assertThat(value(P95).message()).startsWith("the query found no data in this time; look at the region");
    }

    @Test
    void aPartOfTheDataIsNoValue() {
        results("PartialData", 1);

        assertThat(value(P95).message()).isEqualTo("CloudWatch gives a part of the data only");
    }

    @Test
    void whatIsThrottledIsAskedAgain() {
        answers.add(error(400, "com.amazonaws.cloudwatch#ThrottlingException", "Rate exceeded"));
        results("Complete", 1);

        assertThat(value(P95).value()).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "400 | com.amazonaws.cloudwatch#InvalidParameterValueException | no such stat | CloudWatch answered"
                        + " 400: InvalidParameterValueException: no such stat",
                "403 | com.amazonaws.cloudwatch#AccessDeniedException | not allowed | CloudWatch answered 403:"
                        + " AccessDeniedException: not allowed",
            })
    void aRefusalIsSaid(int status, String type, String message, String expected) {
        answers.add(error(status, type, message));

        assertThat(value(P95)).isEqualTo(new SliValue("i", 0, false, expected));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "AWS/EC2 | the query is a text, expected `namespace:`",
                "{metric: M, stat: Sum} | the query has no `namespace`",
                "{namespace: N, metric: M, stat: Sum, dimension: {}} | the query has a key `dimension`; it may have",
                "{namespace: N, metric: M, stat: Sum, period: 1m} | `period` is `1m`, expected a number of seconds",
                "{expression: a, metrics: {A: {}}} | `A` is no name of a metric in an expression",
                "{expression: a, metrics: {a: x}} | the metric `a` is not `{namespace, metric, stat, ...}`",
            })
    void aQueryThatIsNoneIsNotAsked(String query, String message) {
        assertThat(value(query).message()).startsWith(message);
        assertThat(seen).isEmpty();
    }

    private SliValue value(String query) {
        Instant end = Instant.parse("2026-03-01T10:00:00Z");
        SliRequest request = new SliRequest(
                "sockshop",
                "dev",
                "carts",
                "",
                Map.of("build", "17"),
                Map.of(),
                end.minusSeconds(310),
                end,
                end.plusSeconds(60),
                new KeptnEvent("1", "test", "sh.keptn.event.evaluation.triggered", end, "2", null, null, Map.of()),
                null,
                List.of(new SliRequest.Indicator("i", query)));
        return new ProviderSource(
                        "cloudwatch",
                        new CloudWatchProvider(client),
                        Duration.ofSeconds(30),
                        Clock.fixed(end, ZoneOffset.UTC))
                .values(request)
                .values()
                .get(0);
    }

    private void results(String status, double... values) {
        List<Double> all = new ArrayList<>();
        for (double value : values) {
            all.add(value);
        }
        Map<String, Object> result = new LinkedHashMap<>();
        result.put("Id", "value");
        result.put("Label", "label");
        result.put("Values", all);
        result.put("StatusCode", status);
        answers.add(new Answer(200, Map.of("MetricDataResults", List.of(result))));
    }

    private static Answer error(int status, String type, String message) {
        return new Answer(status, Map.of("__type", type, "message", message));
    }

    private void answer(HttpExchange exchange) throws IOException {
        seen.add(exchange.getRequestMethod() + " " + exchange.getRequestURI());
        try (JsonParser parser = CBOR.createParser(exchange.getRequestBody())) {
            seen.add(read(parser, parser.nextToken()));
        }
        Answer answer = answers.remove();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (JsonGenerator generator = CBOR.createGenerator(bytes)) {
            write(generator, answer.body());
        }
        exchange.getResponseHeaders().set("smithy-protocol", "rpc-v2-cbor");
        exchange.getResponseHeaders().set("Content-Type", "application/cbor");
        exchange.sendResponseHeaders(answer.status(), bytes.size());
        bytes.writeTo(exchange.getResponseBody());
        exchange.close();
    }

    private static Object read(JsonParser parser, @Nullable JsonToken token) throws IOException {
        if (token == JsonToken.START_OBJECT) {
            Map<String, Object> map = new LinkedHashMap<>();
            while (parser.nextToken() != JsonToken.END_OBJECT) {
                String key = parser.currentName();
                map.put(key, read(parser, parser.nextToken()));
            }
            return map;
        } else if (token == JsonToken.START_ARRAY) {
            List<Object> list = new ArrayList<>();
            for (JsonToken next = parser.nextToken(); next != JsonToken.END_ARRAY; next = parser.nextToken()) {
                list.add(read(parser, next));
            }
            return list;
        } else if (token == JsonToken.VALUE_NUMBER_INT) {
            return parser.getLongValue();
        } else if (token == JsonToken.VALUE_NUMBER_FLOAT) {
            return parser.getDoubleValue();
        }
        return token == JsonToken.VALUE_TRUE || token == JsonToken.VALUE_FALSE
                ? (Object) (token == JsonToken.VALUE_TRUE)
                : parser.getText();
    }

    private static void write(JsonGenerator generator, Object value) throws IOException {
        if (value instanceof Map<?, ?> map) {
            generator.writeStartObject();
            for (Map.Entry<?, ?> entry : map.entrySet()) {
                generator.writeFieldName(String.valueOf(entry.getKey()));
                write(generator, entry.getValue());
            }
            generator.writeEndObject();
        } else if (value instanceof List<?> list) {
            generator.writeStartArray();
            for (Object item : list) {
                write(generator, item);
            }
            generator.writeEndArray();
        } else if (value instanceof Double number) {
            generator.writeNumber(number);
        } else {
            generator.writeString(String.valueOf(value));
        }
    }
}

package sh.keptn.lambda.services.aws;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import sh.keptn.services.sli.ProviderSource;
import sh.keptn.services.sli.SliException;
import sh.keptn.services.sli.SliProvider;
import sh.keptn.services.sli.SliQuery;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.ApiCallAttemptTimeoutException;
import software.amazon.awssdk.core.exception.ApiCallTimeoutException;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.cloudwatch.CloudWatchClient;
import software.amazon.awssdk.services.cloudwatch.model.Dimension;
import software.amazon.awssdk.services.cloudwatch.model.GetMetricDataRequest;
import software.amazon.awssdk.services.cloudwatch.model.GetMetricDataResponse;
import software.amazon.awssdk.services.cloudwatch.model.MessageData;
import software.amazon.awssdk.services.cloudwatch.model.MetricDataQuery;
import software.amazon.awssdk.services.cloudwatch.model.MetricDataResult;
import software.amazon.awssdk.services.cloudwatch.model.StatusCode;

/**
 * Asks CloudWatch for metrics ({@code GetMetricData}). The period is the whole time where the query does not say otherwise; of several
 * values the sum is taken for {@code Sum} and {@code SampleCount}, the least for {@code Minimum}, the greatest for {@code Maximum}, and
 * the mean for all else.
 */
final class CloudWatchProvider implements SliProvider {

    private static final String EXPRESSION = "expression";

    private final CloudWatchClient client;

    CloudWatchProvider(CloudWatchClient client) {
        this.client = client;
    }

    @Override
    public double value(SliQuery query) throws SliException {
        CloudWatchQuery asked = CloudWatchQuery.parse(query);
        GetMetricDataResponse answer = ask(GetMetricDataRequest.builder()
                .startTime(query.start())
                .endTime(query.end())
                .metricDataQueries(queries(asked))
                .overrideConfiguration(override -> override.apiCallTimeout(query.timeout()))
                .build());
        List<MetricDataResult> results = answer.metricDataResults();
        if (results.size() > 1) {
            throw SliException.lasting("the query gives " + results.size() + " series, expected one");
        }
        MetricDataResult result = results.isEmpty()
                ? MetricDataResult.builder().statusCode(StatusCode.COMPLETE).build()
                : results.get(0);
        if (result.statusCode() == StatusCode.INTERNAL_ERROR) {
            throw SliException.temporary("CloudWatch could not evaluate the query" + said(result, answer));
        } else if (result.statusCode() != StatusCode.COMPLETE || answer.nextToken() != null) {
            throw SliException.lasting("CloudWatch gives a part of the data only" + said(result, answer));
        } else if (result.values().isEmpty()) {
            throw SliException.lasting("the query found no data in this time" + said(result, answer)
                    + "; look at the region, and at the dimensions, which have to be all that the metric has");
        }
        return together(asked, result.values());
    }

    private GetMetricDataResponse ask(GetMetricDataRequest request) throws SliException {
        try {
            return client.getMetricData(request);
        } catch (ApiCallTimeoutException | ApiCallAttemptTimeoutException e) {
            throw SliException.lasting(ProviderSource.LATE);
        } catch (AwsServiceException e) {
            String sentence = "CloudWatch answered " + e.statusCode() + ": " + message(e);
            throw e.isThrottlingException() || e.statusCode() / 100 == 5
                    ? SliException.temporary(sentence)
                    : SliException.lasting(sentence);
        } catch (SdkClientException e) {
            throw SliException.temporary("CloudWatch could not be asked: " + e.getMessage());
        }
    }

    private static String message(AwsServiceException e) {
        return e.awsErrorDetails() == null
                ? String.valueOf(e.getMessage())
                : e.awsErrorDetails().errorCode() + ": " + e.awsErrorDetails().errorMessage();
    }

    private static List<MetricDataQuery> queries(CloudWatchQuery asked) {
        List<MetricDataQuery> queries = new ArrayList<>();
        asked.metrics()
                .forEach((id, metric) -> queries.add(MetricDataQuery.builder()
                        .id(id)
                        .returnData(asked.expression() == null)
                        .accountId(metric.account())
                        .metricStat(stat -> stat.stat(metric.stat())
                                .period(metric.period())
                                .unit(metric.unit())
                                .metric(named -> named.namespace(metric.namespace())
                                        .metricName(metric.name())
                                        .dimensions(dimensions(metric.dimensions()))))
                        .build()));
        if (asked.expression() != null) {
            queries.add(MetricDataQuery.builder()
                    .id(EXPRESSION)
                    .expression(asked.expression())
                    .returnData(true)
                    .build());
        }
        return queries;
    }

    private static List<Dimension> dimensions(Map<String, String> dimensions) {
        return dimensions.entrySet().stream()
                .map(each -> Dimension.builder()
                        .name(each.getKey())
                        .value(each.getValue())
                        .build())
                .toList();
    }

    private static double together(CloudWatchQuery asked, List<Double> values) {
        String stat = asked.expression() == null
                ? asked.metrics().values().iterator().next().stat()
                : "Average";
        var all = values.stream().mapToDouble(Double::doubleValue);
        return switch (stat) {
            case "Sum", "SampleCount" -> all.sum();
            case "Minimum" -> all.min().orElseThrow();
            case "Maximum" -> all.max().orElseThrow();
            default -> all.average().orElseThrow();
        };
    }

    private static String said(MetricDataResult result, GetMetricDataResponse answer) {
        List<MessageData> messages = new ArrayList<>(result.messages());
        messages.addAll(answer.messages());
        return messages.isEmpty()
                ? ""
                : " (" + messages.stream().map(MessageData::value).collect(Collectors.joining("; ")) + ")";
    }
}

package sh.keptn.services.sli.monitoring;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import sh.keptn.events.Json;
import sh.keptn.services.sli.SliException;
import sh.keptn.services.sli.SliProvider;
import sh.keptn.services.sli.SliQuery;

/**
 * Asks Dynatrace, in the formats of Keptn's {@code dynatrace/sli.yaml} (dynatrace-service, "SLIs via files"):
 *
 * <ul>
 *   <li>{@code metricSelector=...&entitySelector=...&resolution=...&mzSelector=...}: metrics API v2. Response times of services, and
 *       what has {@code MV2;MicroSecond;} before it, come in milliseconds; what has {@code MV2;Byte;}, in 1024 bytes;
 *   <li>{@code <selector>?scope=...}: the same in its older form;
 *   <li>{@code SLO;<id>}: the percentage of an SLO of Dynatrace's;
 *   <li>{@code PV2;problemSelector=...&entitySelector=...}, {@code SECPV2;securityProblemSelector=...}: how many problems there are;
 *   <li>{@code USQL;<type>;<dimension>;<query>}: a number of a user session query.
 * </ul>
 */
final class DynatraceProvider implements SliProvider {

    private static final String RESPONSE_TIME = "builtin:service.response.time";
    private static final double MICROSECONDS_IN_MILLISECOND = 1000;
    private static final double BYTES_IN_KILOBYTE = 1024;
    private static final Pattern SEMICOLON = Pattern.compile(";");

    private final MonitoringServer server;

    DynatraceProvider(MonitoringServer server) {
        this.server = server;
    }

    @Override
    public double value(SliQuery query) throws SliException {
        String text = query.text().strip();
        int prefix = text.indexOf(';');
        return switch (prefix < 0 ? "" : text.substring(0, prefix)) {
            case "SLO" -> slo(text.substring(prefix + 1), query);
            case "PV2" -> problems("/api/v2/problems", text.substring(prefix + 1), query);
            case "SECPV2" -> problems("/api/v2/securityProblems", text.substring(prefix + 1), query);
            case "USQL" -> sessions(text, query);
            case "MV2" -> converted(text, query);
            default -> metric(text, query);
        };
    }

    private double converted(String text, SliQuery query) throws SliException {
        String[] parts = SEMICOLON.split(text, 3);
        if (parts.length < 3) {
            throw SliException.lasting("`" + text + "` is not of the form `MV2;<unit>;<query>`");
        }
        double value = metric(parts[2], query);
        return switch (parts[1]) {
            // Response times are in milliseconds already.
            case "MicroSecond", "Microsecond", "microSecond", "microsecond" ->
                parts[2].contains(RESPONSE_TIME) ? value : value / MICROSECONDS_IN_MILLISECOND;
            case "Byte", "byte" -> value / BYTES_IN_KILOBYTE;
            default ->
                throw SliException.lasting("the unit `" + parts[1] + "` is not known, expected MicroSecond or Byte");
        };
    }

    private double metric(String text, SliQuery query) throws SliException {
        Map<String, String> parameters = parameters(modern(text));
        String selector = parameters.get("metricSelector");
        if (selector == null) {
            throw SliException.lasting("the query has no `metricSelector=`");
        }
        parameters.putIfAbsent("resolution", "Inf");
        Map<String, ?> answer = ask("/api/v2/metrics/query", withTimes(parameters, query), query);
        Map<String, ?> result = single(answer.get("result"), "metrics", answer);
        Map<String, ?> data = single(result.get("data"), "series", result);
        List<?> values = data.get("values") instanceof List<?> list ? list : List.of();
        if (values.size() > 1) {
            throw SliException.lasting("the query gives " + values.size()
                    + " values, expected one; leave `resolution` out" + warnings(result));
        }
        double value = Numbers.of(values.isEmpty() ? null : values.get(0));
        return selector.contains(RESPONSE_TIME) ? value / MICROSECONDS_IN_MILLISECOND : value;
    }

    /** The older form {@code <selector>?scope=<entities>}, as it is asked today. */
    private static String modern(String text) throws SliException {
        String query = text.startsWith("?") ? text.substring(1) : text;
        int mark = query.indexOf('?');
        if (mark < 0) {
            return query;
        }
        String scope = query.substring(mark + 1);
        if (!scope.startsWith("scope=") || scope.equals("scope=")) {
            throw SliException.lasting("the query has a `?` without `scope=` after it; write"
                    + " `metricSelector=...&entitySelector=...`");
        }
        String entities = scope.substring("scope=".length());
        return "metricSelector=" + query.substring(0, mark) + "&entitySelector=" + entities
                + (entities.contains("type(SERVICE)") ? "" : ",type(SERVICE)");
    }

    private double slo(String id, SliQuery query) throws SliException {
        if (!id.matches("[A-Za-z0-9_-]+")) {
            throw SliException.lasting("`SLO;" + id + "` is not of the form `SLO;<id>`");
        }
        Map<String, String> parameters = withTimes(new LinkedHashMap<>(), query);
        parameters.put("timeFrame", "GTF");
        return Numbers.of(ask("/api/v2/slo/" + id, parameters, query).get("evaluatedPercentage"));
    }

    private double problems(String path, String text, SliQuery query) throws SliException {
        return Numbers.of(ask(path, withTimes(parameters(text), query), query).get("totalCount"));
    }

    private double sessions(String text, SliQuery query) throws SliException {
        String[] parts = SEMICOLON.split(text, 4);
        if (parts.length < 4) {
            throw SliException.lasting("`" + text + "` is not of the form `USQL;<type>;<dimension>;<query>`");
        }
        Map<String, String> parameters = new LinkedHashMap<>();
        parameters.put("query", parts[3]);
        parameters.put("startTimestamp", String.valueOf(query.start().toEpochMilli()));
        parameters.put("endTimestamp", String.valueOf(query.end().toEpochMilli()));
        Map<String, ?> answer = ask("/api/v1/userSessionQueryLanguage/table", parameters, query);
        List<List<?>> rows = new ArrayList<>();
        if (answer.get("values") instanceof List<?> list) {
            list.forEach(row -> rows.add(row instanceof List<?> cells ? cells : List.of()));
        }
        return switch (parts[1]) {
            case "SINGLE_VALUE" -> only(rows);
            case "PIE_CHART", "COLUMN_CHART", "LINE_CHART" -> of(parts[2], rows, 1);
            case "TABLE" -> of(parts[2], rows, Integer.MAX_VALUE);
            default ->
                throw SliException.lasting("the type `" + parts[1] + "` is not known, expected SINGLE_VALUE, PIE_CHART,"
                        + " COLUMN_CHART, LINE_CHART or TABLE");
        };
    }

    private static double only(List<List<?>> rows) throws SliException {
        if (rows.size() > 1 || (rows.size() == 1 && rows.get(0).size() != 1)) {
            throw SliException.lasting("the query gives more than one value");
        }
        return Numbers.of(rows.isEmpty() ? null : rows.get(0).get(0));
    }

    /** @param column of the number; the last one where there are not as many */
    private static double of(String dimension, List<List<?>> rows, int column) throws SliException {
        for (List<?> row : rows) {
            if (row.size() > 1 && dimension.equals(row.get(0))) {
                return Numbers.of(row.get(Math.min(column, row.size() - 1)));
            }
        }
        throw SliException.lasting("the query gives nothing for `" + dimension + "`");
    }

    private Map<String, @Nullable Object> ask(String path, Map<String, String> parameters, SliQuery query)
            throws SliException {
        String encoded = parameters.entrySet().stream()
                .map(each -> each.getKey() + "=" + MonitoringServer.encoded(each.getValue()))
                .collect(Collectors.joining("&"));
        Object answer = server.ask(MonitoringServer.Question.get(path + "?" + encoded), query.timeout());
        if (answer instanceof Map<?, ?> map) {
            return Json.object(map);
        }
        throw SliException.lasting("the answer is not one of Dynatrace; is `url` the address before `/api`?");
    }

    /** {@code a=b&c=d}, not encoded. A value may hold an equals sign, and an ampersand between the brackets of a selector. */
    private static Map<String, String> parameters(String text) throws SliException {
        Map<String, String> parameters = new LinkedHashMap<>();
        for (String part : parts(text)) {
            int equals = part.indexOf('=');
            if (equals < 1 || !part.substring(0, equals).matches("[A-Za-z]+")) {
                throw SliException.lasting("`" + part + "` is not of the form `<parameter>=<value>`");
            }
            parameters.put(part.substring(0, equals), part.substring(equals + 1));
        }
        return parameters;
    }

    private static List<String> parts(String text) {
        List<String> parts = new ArrayList<>();
        int depth = 0;
        int from = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            depth += c == '(' ? 1 : c == ')' ? -1 : 0;
            if (c == '&' && depth <= 0) {
                parts.add(text.substring(from, i));
                from = i + 1;
            }
        }
        if (from < text.length()) {
            parts.add(text.substring(from));
        }
        return parts;
    }

    private static Map<String, String> withTimes(Map<String, String> parameters, SliQuery query) {
        parameters.put("from", String.valueOf(query.start().toEpochMilli()));
        parameters.put("to", String.valueOf(query.end().toEpochMilli()));
        return parameters;
    }

    private static Map<String, @Nullable Object> single(@Nullable Object value, String what, Map<String, ?> around)
            throws SliException {
        List<?> items = value instanceof List<?> list ? list : List.of();
        if (items.isEmpty()) {
            throw SliException.lasting("the query found no data in this time" + warnings(around));
        } else if (items.size() > 1) {
            throw SliException.lasting("the query gives " + items.size() + " " + what + ", expected one"
                    + (what.equals("series") ? "; end the selector with `:splitBy()` and an aggregation" : "")
                    + warnings(around));
        }
        return items.get(0) instanceof Map<?, ?> map ? Json.object(map) : Map.of();
    }

    private static String warnings(Map<String, ?> around) {
        return around.get("warnings") instanceof List<?> list && !list.isEmpty()
                ? " (" + list.stream().map(String::valueOf).collect(Collectors.joining("; ")) + ")"
                : "";
    }
}

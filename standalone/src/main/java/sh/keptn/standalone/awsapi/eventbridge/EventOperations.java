package sh.keptn.standalone.awsapi.eventbridge;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import sh.keptn.controlplane.rules.EventPatterns;
import sh.keptn.events.Json;
import sh.keptn.events.JsonException;
import sh.keptn.standalone.awsapi.protocol.AwsError;
import sh.keptn.standalone.awsapi.protocol.Caller;
import sh.keptn.standalone.awsapi.protocol.Operation;
import sh.keptn.standalone.awsapi.protocol.Parameters;

/** Takes events, and tries patterns out. */
final class EventOperations {

    private static final int ENTRIES = 10;
    private static final int SIZE_LIMIT = 1_048_576;
    private static final int TIME_SIZE = 14;
    private static final int SOURCE_LIMIT = 256;
    private static final int DETAIL_TYPE_LIMIT = 128;

    private final RuleTables tables;
    private final Deliveries deliveries;

    EventOperations(RuleTables tables, Deliveries deliveries) {
        this.tables = tables;
        this.deliveries = deliveries;
    }

    Map<String, Operation> operations() {
        return Map.of("PutEvents", this::put, "TestEventPattern", this::test);
    }

    private Map<String, ? extends @Nullable Object> put(Caller caller, Parameters request) {
        List<Parameters> entries = request.children("Entries");
        if (entries.isEmpty() || entries.size() > ENTRIES) {
            throw AwsError.constraint(
                    "entries",
                    entries.isEmpty()
                            ? "Member must have length greater than or equal to 1"
                            : "Member must have length less than or equal to " + ENTRIES);
        }
        if (entries.stream().mapToLong(EventOperations::size).sum() > SIZE_LIMIT) {
            throw new AwsError("ValidationException", "Total size of the entries in the request is over the limit.");
        }
        List<Deliveries.Incoming> accepted = new ArrayList<>();
        List<Map<String, String>> answers = new ArrayList<>();
        int failed = 0;
        for (Parameters entry : entries) {
            try {
                Deliveries.Incoming incoming = read(caller, entry);
                accepted.add(incoming);
                answers.add(Map.of("EventId", String.valueOf(incoming.event().get("id"))));
            } catch (EntryRefused e) {
                failed++;
                answers.add(Map.of("ErrorCode", e.code, "ErrorMessage", String.valueOf(e.getMessage())));
            }
        }
        deliveries.put(accepted);
        return Map.of("FailedEntryCount", failed, "Entries", answers);
    }

    private Deliveries.Incoming read(Caller caller, Parameters entry) throws EntryRefused {
        String source = required(entry, "Source", SOURCE_LIMIT);
        String type = required(entry, "DetailType", DETAIL_TYPE_LIMIT);
        String detail = required(entry, "Detail", SIZE_LIMIT);
        if (source.startsWith("aws.")) {
            throw new EntryRefused("NotAuthorizedForSourceException", "Not authorized for the source.");
        }
        Map<String, @Nullable Object> value;
        try {
            value = Json.parseObject(detail);
        } catch (JsonException e) {
            throw new EntryRefused("MalformedDetail", "Detail is malformed.");
        }
        BusName bus = BusName.of(caller, entry.optionalText("EventBusName", 1, 1600));
        if (tables.bus(bus).isEmpty()) {
            throw new EntryRefused("InvalidArgument", "Event bus " + bus.name() + " does not exist.");
        }
        Map<String, @Nullable Object> event = deliveries.envelope(
                bus.owner(), UUID.randomUUID().toString(), source, type, entry.texts("Resources"), value);
        Instant time = entry.time("Time");
        if (time != null) {
            event.put("time", time.truncatedTo(ChronoUnit.SECONDS).toString());
        }
        return new Deliveries.Incoming(bus, event);
    }

    private static String required(Parameters entry, String name, int limit) throws EntryRefused {
        String text = entry.optionalText(name, 0, Integer.MAX_VALUE);
        if (text == null || text.isEmpty()) {
            throw new EntryRefused(
                    "InvalidArgument",
                    "Parameter " + name + " is not valid. Reason: " + name + " is a required argument.");
        }
        if (text.length() > limit) {
            throw new EntryRefused(
                    "InvalidArgument",
                    "Parameter " + name + " is not valid. Reason: it is longer than " + limit + " characters.");
        }
        return text;
    }

    /** EventBridge, "Calculating PutEvents event entry size". */
    private static long size(Parameters entry) {
        long size = entry.has("Time") ? TIME_SIZE : 0;
        List<String> texts = new ArrayList<>(entry.texts("Resources"));
        for (String name : List.of("Source", "DetailType", "Detail")) {
            Optional.ofNullable(entry.optionalText(name, 0, Integer.MAX_VALUE)).ifPresent(texts::add);
        }
        for (String text : texts) {
            size += text.getBytes(StandardCharsets.UTF_8).length;
        }
        return size;
    }

    private Map<String, ? extends @Nullable Object> test(Caller caller, Parameters request) {
        String pattern = request.text("EventPattern", RuleOperations.PATTERN_LIMIT);
        String event = request.text("Event", SIZE_LIMIT);
        Map<String, @Nullable Object> parsed;
        try {
            parsed = Json.parseObject(event);
        } catch (JsonException e) {
            throw new AwsError("ValidationException", "Parameter Event is not valid. Reason: " + e.getMessage());
        }
        for (String member : List.of("id", "account", "source", "time", "region", "resources", "detail-type")) {
            if (!parsed.containsKey(member)) {
                throw new AwsError("ValidationException", "Parameter Event is not valid. Reason: it has no " + member);
            }
        }
        EventPatterns compiled = RuleOperations.compile(pattern);
        Map<String, @Nullable Object> answer = new LinkedHashMap<>();
        answer.put("Result", !compiled.matching(event).isEmpty());
        return answer;
    }

    /** One entry is refused, the others are not. */
    private static final class EntryRefused extends Exception {
        private static final long serialVersionUID = 1L;

        private final String code;

        EntryRefused(String code, String message) {
            super(message);
            this.code = code;
        }
    }
}

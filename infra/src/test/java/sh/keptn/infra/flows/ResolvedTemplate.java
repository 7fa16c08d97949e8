package sh.keptn.infra.flows;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import sh.keptn.events.Json;

/**
 * A template whose references are resolved as CloudFormation does it for one account and region ("Intrinsic function reference").
 * A resource without a name of its own is called by the stack's name and its logical id.
 */
final class ResolvedTemplate {

    private static final Pattern VARIABLE = Pattern.compile("\\$\\{([^}]+)}");

    private final Map<String, @Nullable Object> resources;
    private final Map<String, String> made = new HashMap<>();
    private final String stack;
    private final String account;
    private final String region;
    private final String apiUrl;

    /**
     * A template.
     *
     * @param stack the stack's name
     * @param apiUrl where the HTTP API is
     */
    ResolvedTemplate(
            Map<String, @Nullable Object> template, String stack, String account, String region, String apiUrl) {
        this.stack = stack;
        this.resources = Json.child(template, "Resources");
        this.account = account;
        this.region = region;
        this.apiUrl = apiUrl;
    }

    /**
     * A resource.
     *
     * @param id its logical id
     * @param name its physical name
     */
    record Resource(String id, String name, ResourceProperties properties) {}

    /** The resources of a type such as {@code AWS::Events::Rule}: their properties by their logical ids. */
    Map<String, ResourceProperties> resources(String type) {
        Map<String, ResourceProperties> found = new LinkedHashMap<>();
        for (String id : resources.keySet()) {
            if (type(id).equals(type)) {
                Map<String, @Nullable Object> properties = new LinkedHashMap<>(Json.child(resource(id), "Properties"));
                properties.replaceAll((name, value) -> resolved(value));
                found.put(id, new ResourceProperties(properties));
            }
        }
        return found;
    }

    /** The properties of a resource of a type. */
    ResourceProperties resource(String type, String id) {
        ResourceProperties found = resources(type).get(id);
        if (found == null) {
            throw new IllegalStateException("no " + type + " `" + id + "`");
        }
        return found;
    }

    /** The only resource of a type. */
    Resource only(String type) {
        Map<String, ResourceProperties> found = resources(type);
        if (found.size() != 1) {
            throw new IllegalStateException("expected one " + type + ", found " + found.keySet());
        }
        Map.Entry<String, ResourceProperties> only = found.entrySet().iterator().next();
        return new Resource(only.getKey(), name(only.getKey()), only.getValue());
    }

    /** Says what {@code Ref} is of a resource for which AWS draws it, such as the ARN of a secret. */
    void made(String id, String reference) {
        made.put(id, reference);
    }

    /** The physical name of a resource. */
    String name(String id) {
        Map<String, @Nullable Object> properties = Json.child(resource(id), "Properties");
        return switch (type(id)) {
            case "AWS::Lambda::Function" -> named(properties, "FunctionName", id);
            case "AWS::IAM::Role" -> named(properties, "RoleName", id);
            case "AWS::S3::Bucket" -> (stack + "-" + id).toLowerCase(Locale.ROOT);
            case "AWS::ApiGatewayV2::Authorizer", "AWS::ApiGatewayV2::Integration" -> id;
            default -> named(properties, "Name", id);
        };
    }

    private String named(Map<String, @Nullable Object> properties, String property, String id) {
        return properties.containsKey(property) ? String.valueOf(resolved(properties.get(property))) : stack + "-" + id;
    }

    private @Nullable Object resolved(@Nullable Object value) {
        if (value instanceof List<?> list) {
            return list.stream().map(this::resolved).toList();
        }
        if (!(value instanceof Map<?, ?> map)) {
            return value;
        }
        Map<String, @Nullable Object> object = Json.object(map);
        if (object.size() == 1) {
            Map.Entry<String, @Nullable Object> only =
                    object.entrySet().iterator().next();
            if (only.getKey().equals("Ref") || only.getKey().startsWith("Fn::")) {
                return called(only.getKey(), only.getValue());
            }
        }
        object.replaceAll((key, member) -> resolved(member));
        return object;
    }

    private String called(String function, @Nullable Object argument) {
        if (function.equals("Ref")) {
            return reference(String.valueOf(argument));
        }
        if (function.equals("Fn::Sub")) {
            return VARIABLE.matcher(String.valueOf(argument))
                    .replaceAll(found -> Matcher.quoteReplacement(reference(found.group(1))));
        }
        List<?> arguments = (List<?>) argument;
        if (arguments == null) {
            throw new IllegalStateException(function + " without arguments");
        }
        return switch (function) {
            case "Fn::GetAtt" -> attribute(String.valueOf(arguments.get(0)), String.valueOf(arguments.get(1)));
            case "Fn::Join" ->
                ((List<?>) arguments.get(1))
                        .stream()
                                .map(this::resolved)
                                .map(String::valueOf)
                                .collect(Collectors.joining(String.valueOf(arguments.get(0))));
            default -> throw new IllegalStateException(function + " is not known here");
        };
    }

    /** What {@code Ref} is of a resource, or of AWS's pseudo parameters. */
    private String reference(String id) {
        String drawn = made.get(id);
        if (drawn != null) {
            return drawn;
        }
        return switch (id) {
            case "AWS::AccountId" -> account;
            case "AWS::Region" -> region;
            case "AWS::Partition" -> "aws";
            case "AWS::URLSuffix" -> "amazonaws.com";
            default ->
                switch (type(id)) {
                    case "AWS::Lambda::Version" -> function(id) + ":1";
                    case "AWS::Lambda::Alias" ->
                        function(id) + ":"
                                + Json.child(resource(id), "Properties").get("Name");
                    default -> name(id);
                };
        };
    }

    /** The ARN of the function of a version or alias. */
    private String function(String id) {
        String name =
                String.valueOf(resolved(Json.child(resource(id), "Properties").get("FunctionName")));
        return arn("lambda", "function:" + name);
    }

    private String attribute(String id, String attribute) {
        String name = name(id);
        return switch (type(id) + "." + attribute) {
            case "AWS::ApiGatewayV2::Api.ApiEndpoint" -> apiUrl;
            case "AWS::DynamoDB::Table.Arn" -> arn("dynamodb", "table/" + name);
            case "AWS::Events::EventBus.Arn" -> arn("events", "event-bus/" + name);
            case "AWS::Events::Rule.Arn" -> arn("events", "rule/" + name);
            case "AWS::IAM::Role.Arn" -> "arn:aws:iam::" + account + ":role/" + name;
            case "AWS::Lambda::Function.Arn" -> arn("lambda", "function:" + name);
            case "AWS::Lambda::Version.Version" -> "1";
            case "AWS::Logs::LogGroup.Arn" -> arn("logs", "log-group:" + name);
            case "AWS::S3::Bucket.Arn" -> "arn:aws:s3:::" + name;
            case "AWS::SQS::Queue.Arn" -> arn("sqs", name);
            default -> throw new IllegalStateException(type(id) + "." + attribute + " is not known here");
        };
    }

    private String arn(String service, String resource) {
        return "arn:aws:" + service + ":" + region + ":" + account + ":" + resource;
    }

    private String type(String id) {
        return String.valueOf(resource(id).get("Type"));
    }

    private Map<String, @Nullable Object> resource(String id) {
        if (!resources.containsKey(id)) {
            throw new IllegalStateException("the template has no resource " + id);
        }
        return Json.child(resources, id);
    }
}

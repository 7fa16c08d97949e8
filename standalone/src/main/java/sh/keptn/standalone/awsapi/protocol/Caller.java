package sh.keptn.standalone.awsapi.protocol;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import sh.keptn.standalone.awsapi.http.HttpRequest;

/**
 * Whose resources a request is about. Credentials are read for that alone: the region stands in their scope, and an access
 * key of twelve digits is taken for the number of an account.
 */
public record Caller(String partition, String region, String account) {

    /** Where a request says nothing. */
    public static final Caller UNKNOWN = new Caller("aws", "us-east-1", "000000000000");

    /** AWS Signature Version 4, "Authorization header". */
    private static final Pattern CREDENTIAL = Pattern.compile("Credential=([^/,\\s]+)/\\d{8}/([a-z0-9-]+)/[^,\\s]+");

    private static final Pattern ACCOUNT = Pattern.compile("\\d{12}");

    /** Reads the credentials' scope; the signature is not checked. */
    public static Caller of(HttpRequest request) {
        String authorization = request.header("authorization");
        Matcher credential = CREDENTIAL.matcher(authorization == null ? "" : authorization);
        if (!credential.find()) {
            return UNKNOWN;
        }
        String key = credential.group(1);
        String account = ACCOUNT.matcher(key).matches() ? key : UNKNOWN.account;
        return new Caller(partition(credential.group(2)), credential.group(2), account);
    }

    /** Who owns an ARN, null where it is none of a service. */
    public static @Nullable Caller owning(String arn) {
        String[] parts = arn.split(":", 6);
        return parts.length == 6 && parts[0].equals("arn") ? new Caller(parts[1], parts[3], parts[4]) : null;
    }

    /** The ARN of a resource of a service. */
    public String arn(String service, String resource) {
        return "arn:" + partition + ":" + service + ":" + region + ":" + account + ":" + resource;
    }

    private static String partition(String region) {
        if (region.startsWith("cn-")) {
            return "aws-cn";
        }
        return region.startsWith("us-gov-") ? "aws-us-gov" : "aws";
    }
}

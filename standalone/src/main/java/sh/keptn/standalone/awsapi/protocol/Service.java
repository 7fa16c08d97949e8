package sh.keptn.standalone.awsapi.protocol;

import java.util.Map;

/**
 * An API of AWS that is spoken in JSON.
 *
 * @param prefix what {@code X-Amz-Target} begins with, without the dot
 * @param version of the protocol, 1.0 or 1.1
 * @param bodyLimit the largest request, in bytes
 * @param operations by name
 */
public record Service(String prefix, String version, int bodyLimit, Map<String, Operation> operations) {

    public Service {
        operations = Map.copyOf(operations);
    }
}

package sh.keptn.api;

import org.jspecify.annotations.Nullable;
import sh.keptn.api.http.ApiResponse;

/**
 * What became of a request.
 *
 * @param operation method and template of the path, for logs: the path itself may be secret
 * @param token name of the token by which it was allowed, null if there was none
 */
public record Handled(
        ApiResponse response, String operation, @Nullable String token) {}

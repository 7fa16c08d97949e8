package sh.keptn.api.operation;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import sh.keptn.api.access.Need;
import sh.keptn.api.access.Token;
import sh.keptn.api.access.Verb;
import sh.keptn.api.http.ApiRequest;
import sh.keptn.api.http.ApiResponse;

/** What the API does at one place. What cannot be done is an {@link sh.keptn.api.http.ApiException}. */
public sealed interface Operation {

    /** For those who have a token that allows it. */
    non-sealed interface Guarded extends Operation {

        /** All that a request may need. */
        Set<Verb> verbs();

        /** Reads a request, and changes nothing. */
        Prepared prepare(ApiRequest request, Token caller);
    }

    /** For whoever knows the path, which is the permission itself. */
    @FunctionalInterface
    non-sealed interface Open extends Operation {

        /** Does it. */
        ApiResponse handle(ApiRequest request, Map<String, String> path);
    }

    /**
     * A request that was read.
     *
     * @param needs all of them have to be allowed; there is at least one
     * @param action what is done then
     */
    record Prepared(List<Need> needs, Supplier<ApiResponse> action) {
        public Prepared {
            needs = List.copyOf(needs);
        }
    }
}

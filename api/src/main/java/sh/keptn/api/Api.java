package sh.keptn.api;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import sh.keptn.api.access.Access;
import sh.keptn.api.access.Need;
import sh.keptn.api.access.Token;
import sh.keptn.api.http.ApiException;
import sh.keptn.api.http.ApiRequest;
import sh.keptn.api.http.ApiResponse;
import sh.keptn.api.http.Problem;
import sh.keptn.api.operation.Operation;
import sh.keptn.api.operation.Route;

/** Finds the operation of a request and does it if its sender may. */
public final class Api {

    /** Most bytes of a body. */
    static final int SIZE_LIMIT = 256 * 1024;

    private static final String GET = "GET";
    private static final String HEAD = "HEAD";
    private static final String NO_OPERATION = "none";

    private final Access access;
    private final List<Route> routes;

    public Api(Access access, List<Route> routes) {
        this.access = access;
        this.routes = List.copyOf(routes);
    }

    /** All operations. */
    public List<Route> routes() {
        return routes;
    }

    /** Handles a request; failures of the outside are thrown, for the server to answer. */
    public Handled handle(ApiRequest request) {
        Handled handled = whole(request);
        return request.method().equals(HEAD)
                ? new Handled(handled.response().withoutBody(), handled.operation(), handled.token())
                : handled;
    }

    private Handled whole(ApiRequest request) {
        String method = request.method().equals(HEAD) ? GET : request.method();
        List<Route> here = routes.stream()
                .filter(route -> route.match(request.path()).isPresent())
                .toList();
        Optional<Route> route =
                here.stream().filter(each -> each.method().equals(method)).findFirst();
        if (route.isPresent()) {
            return handle(request, route.get());
        }
        ApiResponse refused = here.isEmpty()
                ? ApiResponse.error(404, "there is no operation at this path")
                : ApiResponse.error(405, "this path takes " + methods(here)).with("allow", methods(here));
        return new Handled(refused, NO_OPERATION, null);
    }

    private Handled handle(ApiRequest request, Route route) {
        String operation = route.method() + " " + route.path();
        Token token = null;
        try {
            if (request.size() > SIZE_LIMIT) {
                throw new ApiException(
                        413, "the body has " + request.size() + " bytes; a request may have " + SIZE_LIMIT);
            }
            if (route.operation() instanceof Operation.Open open) {
                return new Handled(
                        open.handle(request, route.match(request.path()).orElse(Map.of())), operation, null);
            }
            token = access.of(request).orElse(null);
            return new Handled(guarded((Operation.Guarded) route.operation(), request, token), operation, name(token));
        } catch (ApiException e) {
            Problem problem = e.problem();
            return new Handled(ApiResponse.error(problem.code(), problem.message()), operation, name(token));
        }
    }

    private static ApiResponse guarded(Operation.Guarded operation, ApiRequest request, @Nullable Token token) {
        if (token == null) {
            return ApiResponse.error(
                            401, "no valid token; send one in the header x-token, or as Authorization: Bearer TOKEN")
                    .with("www-authenticate", "Bearer");
        }
        Operation.Prepared prepared = operation.prepare(request, token);
        if (prepared.needs().isEmpty()
                || !prepared.needs().stream().allMatch(need -> operation.verbs().contains(need.verb()))) {
            throw new IllegalStateException("an operation needs what its route does not name: " + prepared.needs());
        }
        for (Need need : prepared.needs()) {
            if (!token.allows(need)) {
                throw new ApiException(403, "token `" + token.name() + "` does not allow " + need.text());
            }
        }
        return prepared.action().get();
    }

    private static @Nullable String name(@Nullable Token token) {
        return token == null ? null : token.name();
    }

    private static String methods(List<Route> routes) {
        return routes.stream()
                .flatMap(route ->
                        route.method().equals(GET) ? List.of(GET, HEAD).stream() : List.of(route.method()).stream())
                .distinct()
                .sorted()
                .collect(Collectors.joining(", "));
    }
}

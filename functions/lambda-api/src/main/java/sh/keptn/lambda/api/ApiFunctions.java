package sh.keptn.lambda.api;

import java.util.Map;
import java.util.Set;
import sh.keptn.api.Api;
import sh.keptn.api.access.Access;
import sh.keptn.lambda.LambdaFunction;

/** The functions of the HTTP API by their names. */
public final class ApiFunctions {

    public static final String API = "api";
    public static final String AUTHORIZE = "authorize";

    /** All of them. */
    public static final Set<String> NAMES = Set.of(API, AUTHORIZE);

    private final Map<String, LambdaFunction> functions;

    public ApiFunctions(Api api, Access access) {
        this.functions = Map.of(API, new ApiFunction(api), AUTHORIZE, new AuthorizeFunction(access));
    }

    /**
     * The function of a name.
     *
     * @throws IllegalArgumentException if there is none
     */
    public LambdaFunction function(String name) {
        LambdaFunction function = functions.get(name);
        if (function == null) {
            throw new IllegalArgumentException("no function `" + name + "`");
        }
        return function;
    }
}

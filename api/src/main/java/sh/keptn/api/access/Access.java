package sh.keptn.api.access;

import java.util.Optional;
import sh.keptn.api.http.ApiRequest;
import sh.keptn.controlplane.ports.Secrets;

/** Tells who sends a request, by its header {@code x-token}, as Keptn's API takes it, or {@code Authorization: Bearer}. */
public final class Access {

    private static final String BEARER = "bearer ";

    private final Secrets secrets;
    private final String secret;

    /** @param secret name of the secret with the tokens */
    public Access(Secrets secrets, String secret) {
        this.secrets = secrets;
        this.secret = secret;
    }

    /** Who sends it; empty where there is no token, or none that is known. */
    public Optional<Token> of(ApiRequest request) {
        return presented(request).flatMap(tokens()::find);
    }

    private Tokens tokens() {
        return Tokens.parse(secrets.get(secret)
                .orElseThrow(() -> new IllegalStateException("there is no secret with the API's tokens")));
    }

    private static Optional<String> presented(ApiRequest request) {
        return request.header("x-token")
                .or(() -> request.header("authorization")
                        .filter(value -> value.regionMatches(true, 0, BEARER, 0, BEARER.length()))
                        .map(value -> value.substring(BEARER.length()).strip()));
    }
}

package sh.keptn.cli.run;

import java.util.Locale;
import java.util.Optional;
import sh.keptn.services.command.CommandService;

/** Secrets of uniforms in environment variables: {@code dd/api-key} is {@code KEPTN_SECRET_DD_API_KEY}. */
final class EnvironmentSecrets {

    private EnvironmentSecrets() {}

    static Optional<String> get(String name) {
        return Optional.ofNullable(System.getenv(variable(name)));
    }

    static String variable(String name) {
        return CommandService.SECRETS + name.toUpperCase(Locale.ROOT).replaceAll("[^A-Z0-9]", "_");
    }
}

package sh.keptn.diagnostics;

import org.snakeyaml.engine.v2.resolver.CoreScalarResolver;
import org.snakeyaml.engine.v2.resolver.ScalarResolver;
import org.snakeyaml.engine.v2.schema.CoreSchema;

/**
 * The core schema in which {@code <<} is a key like any other: {@link YamlNodes} merges, because the engine copies what it
 * merges without a limit, and without an end where a mapping merges itself.
 */
final class MergesKeptSchema extends CoreSchema {
    @Override
    public ScalarResolver getScalarResolver() {
        return new CoreScalarResolver(false);
    }
}

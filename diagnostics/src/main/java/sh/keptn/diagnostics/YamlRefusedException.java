package sh.keptn.diagnostics;

import java.util.Optional;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/** Ends reading where a document is YAML but breaks one of our limits; never leaves {@link YamlReader}. */
final class YamlRefusedException extends YamlEngineException {

    private static final long serialVersionUID = 1L;

    private final String reason;

    @SuppressWarnings({"serial", "OptionalUsedAsFieldOrParameterType"}) // as the engine hands it out; never serialized
    private final transient Optional<Mark> mark;

    YamlRefusedException(String reason, Optional<Mark> mark) {
        super(reason);
        this.reason = reason;
        this.mark = mark;
    }

    String reason() {
        return reason;
    }

    SourcePosition position(String file) {
        return mark.map(known -> YamlNodes.position(file, known)).orElse(SourcePosition.startOf(file));
    }
}

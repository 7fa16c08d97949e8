package sh.keptn.translator.parse;

import sh.keptn.diagnostics.DiagnosticCode;
import sh.keptn.diagnostics.Findings;
import sh.keptn.diagnostics.YamlNode;
import sh.keptn.translator.shipyard.QueueSettings;
import sh.keptn.translator.shipyard.QueueSettings.Order;
import sh.keptn.translator.shipyard.QueueSettings.WhileWaiting;

/** Reads how deliveries wait for a stage: {@code whileWaiting} and {@code queue}, which are ours. */
final class QueueSettingsParser {

    private final Findings findings;

    QueueSettingsParser(Findings findings) {
        this.findings = findings;
    }

    QueueSettings read(YamlNode.Mapping stage) {
        return new QueueSettings(
                word(stage, "whileWaiting", WhileWaiting.class, QueueSettings.DEFAULT.whileWaiting()),
                word(stage, "queue", Order.class, QueueSettings.DEFAULT.queue()));
    }

    private <E extends Enum<E>> E word(YamlNode.Mapping stage, String key, Class<E> words, E otherwise) {
        return stage.get(key)
                .map(value -> value.asText()
                        .flatMap(text -> QueueSettings.find(words, text))
                        .orElseGet(() -> unknown(key, value, words, otherwise)))
                .orElse(otherwise);
    }

    private <E extends Enum<E>> E unknown(String key, YamlNode value, Class<E> words, E otherwise) {
        findings.add(
                DiagnosticCode.QUEUE_SETTING_UNKNOWN,
                value.position(),
                "`" + key + "` is " + value.description() + ", expected "
                        + String.join(" or ", QueueSettings.words(words)) + "; `" + QueueSettings.word(otherwise)
                        + "` applies");
        return otherwise;
    }
}

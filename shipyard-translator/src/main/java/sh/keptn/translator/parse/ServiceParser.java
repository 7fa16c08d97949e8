package sh.keptn.translator.parse;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import sh.keptn.diagnostics.DiagnosticCode;
import sh.keptn.diagnostics.Findings;
import sh.keptn.diagnostics.KnownKeys;
import sh.keptn.diagnostics.SourcePosition;
import sh.keptn.diagnostics.YamlNode;
import sh.keptn.events.GoDuration;
import sh.keptn.translator.uniform.AllowEntry;
import sh.keptn.translator.uniform.Endpoint;
import sh.keptn.translator.uniform.HookUrl;
import sh.keptn.translator.uniform.Service;
import sh.keptn.translator.uniform.Uniform;

/** Reads one service of a uniform. */
final class ServiceParser {

    private static final KnownKeys KEYS = KnownKeys.of(
            "name",
            "events",
            "actions",
            "subscribedchannels",
            "selector",
            "filter",
            "builtin",
            "hook",
            "hooks",
            "image",
            "lambda",
            "command",
            "external",
            "timeout",
            "allow",
            "url",
            "headers",
            "confirms");

    private final Findings findings;
    private final SubscriptionParser subscriptions;
    private final EndpointParser endpoints;

    ServiceParser(Findings findings) {
        this.findings = findings;
        this.subscriptions = new SubscriptionParser(findings, new SelectorParser(findings));
        this.endpoints = new EndpointParser(findings);
    }

    /** The service; empty where it has no usable kind, which is reported. */
    Optional<Service> read(YamlNode.Mapping item) {
        KEYS.check(item, findings);
        Optional<YamlNode.Scalar> name = findings.name(item, DiagnosticCode.SERVICE_WITHOUT_NAME, "the service");
        List<Uniform.Subscription> listens = subscriptions.read(item);
        Map<String, String> environment = environment(item);
        Integer timeout = timeout(item);
        List<String> allow = allow(item);
        boolean confirms = confirms(item);
        Endpoint endpoint = endpoints.read(item);
        Optional<Work> work = kind(item);
        work.ifPresent(known -> endpoints.check(item, known.kind(), known.reference(), known.position(), endpoint));
        return work.map(kind -> new Service(
                name.map(YamlNode.Scalar::text).orElse(""),
                kind.kind(),
                kind.reference(),
                kind.command(),
                environment,
                timeout,
                allow,
                endpoint,
                confirms,
                listens,
                name.map(YamlNode.Scalar::position).orElse(item.position()),
                kind.position()));
    }

    private record Work(Service.Kind kind, String reference, List<String> command, SourcePosition position) {}

    private Optional<Work> kind(YamlNode.Mapping item) {
        Optional<YamlNode.Mapping> hooks = item.get("hooks").flatMap(ServiceParser::asMapping);
        if (hooks.isPresent() && hooks.get().get("web").isPresent()) {
            return text(hooks.get(), "web")
                    .map(url -> new Work(
                            Service.Kind.HOOK, url, List.of(), hooks.get().position()));
        } else if (hooks.isPresent() && hooks.get().get("docker").isPresent()) {
            return text(hooks.get(), "docker")
                    .map(image -> new Work(
                            Service.Kind.IMAGE, image, List.of(), hooks.get().position()));
        }
        List<YamlNode.Entry> kinds = new ArrayList<>();
        for (Service.Kind kind : Service.Kind.values()) {
            item.entry(kind.name().toLowerCase(Locale.ROOT))
                    .filter(ServiceParser::isSet)
                    .ifPresent(kinds::add);
        }
        if (kinds.isEmpty()) {
            findings.add(
                    DiagnosticCode.SERVICE_KIND_MISSING,
                    item.position(),
                    "the service does not say who works; write one of `builtin`, `hook`, `image`, `lambda`, `command`"
                            + " and `external: true`");
            return Optional.empty();
        }
        if (kinds.size() > 1) {
            findings.add(
                    DiagnosticCode.SERVICE_KIND_AMBIGUOUS,
                    kinds.get(1).key().position(),
                    "the service has both `" + kinds.get(0).name() + "` and `"
                            + kinds.get(1).name() + "`; only one may do the work");
            return Optional.empty();
        }
        YamlNode.Entry only = kinds.get(0);
        Service.Kind kind = Service.Kind.valueOf(only.name().toUpperCase(Locale.ROOT));
        return switch (kind) {
            case EXTERNAL -> external(only);
            case COMMAND ->
                command(item)
                        .map(command -> new Work(kind, "", command, only.value().position()));
            case HOOK -> text(item, only.name()).filter(url -> isUrl(only, url)).map(url -> work(only, kind, url));
            case BUILTIN, IMAGE, LAMBDA -> text(item, only.name()).map(reference -> work(only, kind, reference));
        };
    }

    private static Work work(YamlNode.Entry entry, Service.Kind kind, String reference) {
        return new Work(kind, reference, List.of(), entry.value().position());
    }

    private boolean isUrl(YamlNode.Entry entry, String text) {
        boolean isUrl = HookUrl.isUnderstood(text);
        if (!isUrl) {
            invalid(entry.value(), entry.name(), "a URL such as `https://example.com/hook`");
        }
        return isUrl;
    }

    private Optional<Work> external(YamlNode.Entry entry) {
        if (!Boolean.TRUE.equals(entry.value().toValue())) {
            invalid(entry.value(), entry.name(), "true or false");
            return Optional.empty();
        }
        return Optional.of(
                new Work(Service.Kind.EXTERNAL, "", List.of(), entry.value().position()));
    }

    private static boolean isSet(YamlNode.Entry entry) {
        return !entry.value().isNull()
                && !(entry.value() instanceof YamlNode.Scalar scalar && Boolean.FALSE.equals(scalar.value()));
    }

    private Optional<List<String>> command(YamlNode.Mapping item) {
        List<String> words = texts(item, "command");
        if (words.isEmpty()) {
            item.entry("command")
                    .filter(entry -> entry.value() instanceof YamlNode.Sequence list
                            && list.items().isEmpty())
                    .ifPresent(entry -> invalid(entry.value(), "command", "a list of words, the program first"));
            return Optional.empty();
        }
        return Optional.of(words);
    }

    private boolean confirms(YamlNode.Mapping item) {
        Optional<YamlNode> confirms = item.get("confirms");
        if (confirms.isPresent() && !(confirms.get().toValue() instanceof Boolean)) {
            invalid(confirms.get(), "confirms", "true or false");
        }
        return confirms.map(value -> !Boolean.FALSE.equals(value.toValue())).orElse(true);
    }

    private @Nullable Integer timeout(YamlNode.Mapping item) {
        Optional<YamlNode> timeout = item.get("timeout");
        Optional<Long> seconds = timeout.flatMap(YamlNode::asText)
                .flatMap(GoDuration::secondsOrNumber)
                .filter(value -> value > 0);
        if (timeout.isPresent() && seconds.isEmpty()) {
            invalid(timeout.get(), "timeout", "a duration such as `30m`");
        }
        return seconds.map(value -> (int) Math.min(value, Integer.MAX_VALUE)).orElse(null);
    }

    /** A list of {@code {name, value}} or a mapping. */
    private Map<String, String> environment(YamlNode.Mapping item) {
        Map<String, String> environment = new LinkedHashMap<>();
        Optional<YamlNode> env = item.get("env");
        if (env.isPresent() && env.get() instanceof YamlNode.Mapping mapping) {
            mapping.entries().forEach(entry -> environment.put(entry.name(), value(entry.value(), entry.name())));
        } else {
            for (YamlNode entry : findings.items(item, "env", DiagnosticCode.SERVICE_VALUE_INVALID)) {
                Optional<YamlNode.Mapping> mapping = asMapping(entry);
                Optional<String> name =
                        mapping.flatMap(known -> known.get("name")).flatMap(YamlNode::asText);
                if (name.isEmpty()) {
                    invalid(entry, "env", "`{name: ..., value: ...}`");
                } else if (mapping.flatMap(known -> known.get("valueFrom")).isPresent()) {
                    findings.add(
                            DiagnosticCode.VALUE_FROM_SECRET,
                            entry.position(),
                            "`" + name.get() + "` comes from a secret of a cluster, which is not there; it is left out:"
                                    + " set it where Keptn runs");
                } else {
                    YamlNode value = mapping.flatMap(known -> known.entry("value"))
                            .map(YamlNode.Entry::value)
                            .orElse(entry);
                    environment.put(name.get(), value(value, name.get()));
                }
            }
        }
        return environment;
    }

    private String value(YamlNode value, String name) {
        if (value instanceof YamlNode.Scalar scalar) {
            return scalar.asText().orElse("");
        }
        invalid(value, "env." + name, "text");
        return "";
    }

    private Optional<String> text(YamlNode.Mapping item, String key) {
        Optional<YamlNode> value = item.get(key);
        Optional<String> text = value.flatMap(YamlNode::asText).filter(word -> !word.isBlank());
        if (text.isEmpty()) {
            value.ifPresent(found -> invalid(found, key, "text"));
        }
        return text;
    }

    private List<String> texts(YamlNode.Mapping item, String key) {
        List<String> texts = new ArrayList<>();
        for (YamlNode entry : findings.items(item, key, DiagnosticCode.SERVICE_VALUE_INVALID)) {
            if (entry instanceof YamlNode.Scalar scalar) {
                texts.add(scalar.asText().orElse(""));
            } else {
                invalid(entry, key, "text");
            }
        }
        return texts;
    }

    private List<String> allow(YamlNode.Mapping item) {
        List<String> allow = new ArrayList<>();
        for (YamlNode entry : findings.items(item, "allow", DiagnosticCode.SERVICE_VALUE_INVALID)) {
            String text =
                    entry instanceof YamlNode.Scalar scalar ? scalar.asText().orElse("") : "";
            if (AllowEntry.isUnderstood(text)) {
                allow.add(text);
            } else {
                invalid(
                        entry,
                        "allow",
                        "a host or an address, with or without a port, or a range such as `10.0.0.0/8`; without scheme"
                                + " and path");
            }
        }
        return allow;
    }

    private void invalid(YamlNode value, String key, String expected) {
        findings.add(
                DiagnosticCode.SERVICE_VALUE_INVALID,
                value.position(),
                "`" + key + "` is " + value.description() + ", expected " + expected);
    }

    private static Optional<YamlNode.Mapping> asMapping(YamlNode node) {
        return node instanceof YamlNode.Mapping mapping ? Optional.of(mapping) : Optional.empty();
    }
}

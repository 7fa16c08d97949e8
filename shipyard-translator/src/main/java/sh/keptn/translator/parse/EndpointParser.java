package sh.keptn.translator.parse;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import sh.keptn.diagnostics.DiagnosticCode;
import sh.keptn.diagnostics.Findings;
import sh.keptn.diagnostics.SourcePosition;
import sh.keptn.diagnostics.YamlNode;
import sh.keptn.translator.uniform.BuiltIns;
import sh.keptn.translator.uniform.Endpoint;
import sh.keptn.translator.uniform.Service;

/** Reads {@code url} and {@code headers}, by which a provider of indicators finds its monitoring system. */
final class EndpointParser {

    private static final String URL = "url";
    private static final String HEADERS = "headers";

    /** Scheme, host, port and path; no user name, query or fragment. */
    private static final Pattern ADDRESS = Pattern.compile(
            "(?i:https?)://(?:[A-Za-z0-9_.-]+|\\[[0-9A-Fa-f:.]+\\])(?::[0-9]{1,5})?(?:/[A-Za-z0-9._~%!$&'()*+,;=:/-]*)?");

    /** A name of a header (RFC 9110, "Tokens"). */
    private static final Pattern NAME = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]+");

    /** What the HTTP client writes itself. */
    private static final Pattern OF_THE_CLIENT = Pattern.compile(
            "(?i)host|connection|content-length|content-type|transfer-encoding|expect|upgrade|te|trailer|keep-alive");

    private static final Pattern ONE_LINE = Pattern.compile("[\\t\\x20-\\x7E]+");
    private static final Pattern SECRET = Pattern.compile("\\{\\{ *secrets\\.[A-Za-z0-9_./-]+ *\\}\\}");

    /** Names of headers whose values others should not know. */
    private static final Pattern CONFIDENTIAL =
            Pattern.compile("(?i)(?:proxy-)?authorization|cookie|.*(?:token|key|secret|password).*");

    private final Findings findings;

    EndpointParser(Findings findings) {
        this.findings = findings;
    }

    Endpoint read(YamlNode.Mapping item) {
        return new Endpoint(url(item), headers(item));
    }

    /** Reports what a provider lacks, and what others have in vain. */
    void check(YamlNode.Mapping item, Service.Kind kind, String reference, SourcePosition position, Endpoint endpoint) {
        boolean isProvider = kind == Service.Kind.BUILTIN
                ? BuiltIns.isProvider(reference)
                : kind == Service.Kind.IMAGE
                        && BuiltIns.providerForImage(reference).isPresent();
        if (!isProvider) {
            List.of(URL, HEADERS)
                    .forEach(key -> item.entry(key)
                            .ifPresent(entry -> findings.add(
                                    DiagnosticCode.ENDPOINT_UNUSED,
                                    entry.key().position(),
                                    "`" + key + "` is for providers of indicators (" + BuiltIns.providers()
                                            + ") and means nothing here")));
        } else if (kind == Service.Kind.BUILTIN
                && BuiltIns.needsUrl(reference)
                && item.entry(URL).isEmpty()) {
            findings.add(
                    DiagnosticCode.PROVIDER_WITHOUT_URL,
                    position,
                    "the provider `" + reference + "` does not know where to ask; write `url: https://...`");
        } else if (endpoint.url().isEmpty() && reference.equals("cloudwatch")) {
            item.entry(HEADERS)
                    .ifPresent(entry -> findings.add(
                            DiagnosticCode.ENDPOINT_UNUSED,
                            entry.key().position(),
                            "`headers` means nothing for `cloudwatch`, whose requests are signed"));
        }
    }

    private String url(YamlNode.Mapping item) {
        Optional<YamlNode> value = item.get(URL);
        Optional<String> url = value.flatMap(YamlNode::asText)
                .filter(text -> ADDRESS.matcher(text).matches());
        if (value.isPresent() && url.isEmpty()) {
            // Without what is there: it may hold a password.
            findings.add(
                    DiagnosticCode.SERVICE_VALUE_INVALID,
                    value.get().position(),
                    "`url` is not an address such as `https://prometheus.example.com`; it has no query, user name and"
                            + " password");
        }
        return url.orElse("");
    }

    private Map<String, String> headers(YamlNode.Mapping item) {
        Map<String, String> headers = new LinkedHashMap<>();
        Optional<YamlNode> value = item.get(HEADERS);
        if (value.isPresent() && !value.get().isNull() && !(value.get() instanceof YamlNode.Mapping)) {
            findings.add(
                    DiagnosticCode.SERVICE_VALUE_INVALID,
                    value.get().position(),
                    "`headers` is " + value.get().description() + ", expected `<name>: <value>` for each header");
        } else if (value.isPresent() && value.get() instanceof YamlNode.Mapping mapping) {
            mapping.entries().forEach(entry -> header(entry).ifPresent(text -> headers.put(entry.name(), text)));
        }
        return headers;
    }

    private Optional<String> header(YamlNode.Entry entry) {
        if (!NAME.matcher(entry.name()).matches()
                || OF_THE_CLIENT.matcher(entry.name()).matches()) {
            findings.add(
                    DiagnosticCode.SERVICE_VALUE_INVALID,
                    entry.key().position(),
                    "`" + entry.name() + "` is no header that can be set");
            return Optional.empty();
        }
        Optional<String> text = entry.value()
                .asText()
                .filter(line -> ONE_LINE.matcher(line).matches())
                .filter(line -> !SECRET.matcher(line).replaceAll("").contains("{{"));
        if (text.isEmpty()) {
            findings.add(
                    DiagnosticCode.SERVICE_VALUE_INVALID,
                    entry.value().position(),
                    "the header `" + entry.name() + "` has a value that it cannot have, expected one line of text, with"
                            + " `{{secrets.<name>}}` for a secret");
        } else if (CONFIDENTIAL.matcher(entry.name()).matches()
                && !SECRET.matcher(text.get()).find()) {
            findings.add(
                    DiagnosticCode.SECRET_IN_UNIFORM,
                    entry.value().position(),
                    "the value of `" + entry.name()
                            + "` can be read by everybody who has this file; make it a secret and"
                            + " write `{{secrets.<name>}}`");
        }
        return text;
    }
}

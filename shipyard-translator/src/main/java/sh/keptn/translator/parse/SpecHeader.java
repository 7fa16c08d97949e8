package sh.keptn.translator.parse;

import java.math.BigInteger;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import sh.keptn.diagnostics.DiagnosticCode;
import sh.keptn.diagnostics.Findings;
import sh.keptn.diagnostics.YamlNode;

/**
 * Checks {@code apiVersion} and {@code kind} as shipyard-controller does: a lenient semantic version (semver.org, where minor
 * and patch may be missing and a {@code v} may stand before it) from 0.2 on.
 */
final class SpecHeader {

    private static final String PREFIX = "spec.keptn.sh/";
    private static final String IDENTIFIERS = "[0-9A-Za-z-]+(?:\\.[0-9A-Za-z-]+)*";
    private static final Pattern VERSION = Pattern.compile("v?(?<major>\\d+)(?:\\.(?<minor>\\d+))?(?:\\.\\d+)?(?<pre>-"
            + IDENTIFIERS + ")?(?:\\+" + IDENTIFIERS + ")?");
    private static final int LONGEST = 200;

    private SpecHeader() {}

    static void check(YamlNode.Mapping document, Findings findings) {
        checkVersion(document, findings);
        Optional<YamlNode> kind = document.get("kind");
        if (kind.isPresent()
                && !kind.get().asText().filter("Shipyard"::equalsIgnoreCase).isPresent()) {
            findings.add(
                    DiagnosticCode.KIND_NOT_SHIPYARD,
                    kind.get().position(),
                    "the kind is " + kind.get().description() + ", expected `Shipyard`");
        }
    }

    private static void checkVersion(YamlNode.Mapping document, Findings findings) {
        Optional<YamlNode.Entry> entry = document.entry("apiVersion");
        Optional<YamlNode> value = document.get("apiVersion");
        if (value.isEmpty()) {
            findings.add(
                    DiagnosticCode.APIVERSION_NOT_A_VERSION,
                    entry.map(known -> known.key().position()).orElse(document.position()),
                    "there is no `apiVersion`; write `apiVersion: spec.keptn.sh/0.2.3`");
            return;
        }
        String text = value.get().asText().orElse("");
        Matcher version = VERSION.matcher(text.startsWith(PREFIX) ? text.substring(PREFIX.length()) : text);
        if (text.length() > LONGEST || !version.matches()) {
            findings.add(
                    DiagnosticCode.APIVERSION_NOT_A_VERSION,
                    value.get().position(),
                    value.get().description() + " is not a version; write `apiVersion: spec.keptn.sh/0.2.3`");
        } else if (isBelow(version)) {
            findings.add(
                    DiagnosticCode.APIVERSION_BELOW_0_2,
                    value.get().position(),
                    "the version is `" + text + "`, expected 0.2 or later and no pre-release;"
                            + " write `spec.keptn.sh/0.2.3`");
        }
    }

    private static boolean isBelow(Matcher version) {
        BigInteger major = new BigInteger(version.group("major"));
        BigInteger minor =
                Optional.ofNullable(version.group("minor")).map(BigInteger::new).orElse(BigInteger.ZERO);
        boolean isBefore = major.signum() == 0 && minor.compareTo(BigInteger.TWO) < 0;
        return isBefore || version.group("pre") != null;
    }
}

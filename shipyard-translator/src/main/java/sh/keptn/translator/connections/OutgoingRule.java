package sh.keptn.translator.connections;

import java.util.Locale;
import java.util.regex.Pattern;
import sh.keptn.diagnostics.SourcePosition;
import sh.keptn.translator.naming.BoundedName;

/**
 * A rule on Keptn's bus that hands events of a project to somebody else.
 *
 * @param name at most {@value IncomingRule#NAME} characters; room for the name of an installation is left
 * @param target ARN of a topic, a queue or an event bus
 */
public record OutgoingRule(String name, String description, SourcePosition source, String eventPattern, String target) {

    private static final Pattern NOT_ALLOWED = Pattern.compile("[^A-Za-z0-9_.-]");

    static OutgoingRule of(SourcePosition position, String project, String forward, String pattern, String target) {
        String slug = NOT_ALLOWED.matcher(project + "-" + forward).replaceAll("_");
        return new OutgoingRule(
                BoundedName.hashed(slug, project + "/" + forward, IncomingRule.NAME),
                "hands events of " + project + " to " + forward,
                position,
                pattern,
                target);
    }

    /** What the target is. */
    public Kind kind() {
        return Kind.valueOf(target.split(":", -1)[2].toUpperCase(Locale.ROOT));
    }

    /** The account that the target belongs to. */
    public String account() {
        return target.split(":", -1)[4];
    }

    /** The services of AWS that can be a target, named as in ARNs. */
    public enum Kind {
        /** A topic. */
        SNS,
        /** A queue. */
        SQS,
        /** An event bus. */
        EVENTS
    }
}

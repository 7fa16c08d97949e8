package sh.keptn.standalone.engine;

import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import sh.keptn.expressions.Expression;

/** Reads values in which expressions may stand, and variables. */
final class TemplateReader {

    private static final int NAME_LIMIT = 80;

    private final Function<String, Expression> expressions;

    /** What a field may read of {@code $states} beside the state's input and the Context object. */
    enum Access {
        /** Nothing: the state has done nothing yet, or does nothing that has a result. */
        NOTHING,
        /** The result of a state that has called something. */
        RESULT,
        /** The error that was caught. */
        ERROR
    }

    /** @param expressions compiles the text between the marks */
    TemplateReader(Function<String, Expression> expressions) {
        this.expressions = expressions;
    }

    /** Null where the object does not have the field, which has neither a result nor an error to read. */
    @Nullable
    Template read(Fields json, String field) {
        return read(json, field, Access.NOTHING);
    }

    /** Null where the object does not have the field. */
    @Nullable
    Template read(Fields json, String field, Access access) {
        if (!json.has(field)) {
            return null;
        }
        try {
            Template template = Template.of(json.get(field), expressions);
            Set<String> uses = new TreeSet<>();
            template.expressions(expression -> uses.addAll(expression.statesUses()));
            if (uses.contains("result") && access != Access.RESULT) {
                json.problem(
                        field + " of " + json.where() + " reads $states.result, which only Output and Assign of Task,"
                                + " Parallel and Map states can");
            }
            if (uses.contains("errorOutput") && access != Access.ERROR) {
                json.problem(field + " of " + json.where()
                        + " reads $states.errorOutput, which only Output and Assign in a Catch can");
            }
            return template;
        } catch (IllegalArgumentException e) {
            json.problem(field + " of " + json.where() + ": " + e.getMessage());
            return new Template.Constant(null);
        }
    }

    /** Step Functions, "Passing data between states with variables". */
    @Nullable
    Template assign(Fields json, Access access) {
        if (!json.has("Assign")) {
            return null;
        }
        if (!(json.get("Assign") instanceof Map<?, ?> variables)) {
            json.problem("Assign of " + json.where() + " is not an object");
            return null;
        }
        variables.keySet().forEach(name -> checkName(String.valueOf(name), json));
        return read(json, "Assign", access);
    }

    private static void checkName(String name, Fields json) {
        if (name.equals("states")) {
            json.problem("Assign of " + json.where() + " sets the reserved variable `states`");
        } else if (!isIdentifier(name)) {
            json.problem(
                    "Assign of " + json.where() + " sets `" + name + "`, expected the name of a variable: a letter,"
                            + " then letters, digits and underscores, at most " + NAME_LIMIT + " characters");
        }
    }

    private static boolean isIdentifier(String name) {
        return !name.isEmpty()
                && name.length() <= NAME_LIMIT
                && Character.isUnicodeIdentifierStart(name.codePointAt(0))
                && name.codePoints()
                        .allMatch(each ->
                                Character.isUnicodeIdentifierPart(each) && !Character.isIdentifierIgnorable(each));
    }
}

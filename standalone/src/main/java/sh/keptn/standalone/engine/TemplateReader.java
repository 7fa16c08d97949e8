package sh.keptn.standalone.engine;

import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Reads values in which expressions may stand, and variables. */
final class TemplateReader {

    private static final int NAME_LIMIT = 80;

    private final Function<String, Expression> expressions;

    /** @param expressions compiles the text between the marks */
    TemplateReader(Function<String, Expression> expressions) {
        this.expressions = expressions;
    }

    /** Null where the object does not have the field. */
    @Nullable
    Template read(Fields json, String field) {
        if (!json.has(field)) {
            return null;
        }
        try {
            return Template.of(json.get(field), expressions);
        } catch (IllegalArgumentException e) {
            json.problem(field + " of " + json.where() + ": " + e.getMessage());
            return new Template.Constant(null);
        }
    }

    /** Step Functions, "Passing data between states with variables". */
    @Nullable
    Template assign(Fields json) {
        if (!json.has("Assign")) {
            return null;
        }
        if (!(json.get("Assign") instanceof Map<?, ?> variables)) {
            json.problem("Assign of " + json.where() + " is not an object");
            return null;
        }
        variables.keySet().forEach(name -> checkName(String.valueOf(name), json));
        return read(json, "Assign");
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
                && (Character.isUnicodeIdentifierStart(name.codePointAt(0)) || name.charAt(0) == '_')
                && name.codePoints().allMatch(Character::isUnicodeIdentifierPart);
    }
}

package sh.keptn.standalone.engine;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import sh.keptn.events.Json;
import sh.keptn.expressions.Expression;
import sh.keptn.expressions.Expression.Undefined;
import sh.keptn.expressions.JsonValues;

/** A JSON value of a definition in which strings {@code {% ... %}} are expressions. */
sealed interface Template {

    /**
     * The value with the results of its expressions.
     *
     * @param location the field, for messages
     * @throws StateError States.QueryEvaluationError where an expression fails or finds nothing
     */
    @Nullable
    Object evaluate(Scope scope, String location);

    /**
     * The value of a field that must be a string.
     *
     * @throws StateError States.QueryEvaluationError also where it is something else
     */
    default String text(Scope scope, String location) {
        return evaluate(String.class, "string", scope, location);
    }

    /**
     * The value of a field that must be true or false.
     *
     * @throws StateError States.QueryEvaluationError also where it is something else
     */
    default boolean truth(Scope scope, String location) {
        return evaluate(Boolean.class, "boolean", scope, location);
    }

    /**
     * The value of a field that must be a whole number of seconds.
     *
     * @throws StateError States.QueryEvaluationError also where it is something else, less than {@code least} or too long
     */
    default long seconds(Scope scope, String location, long least) {
        Number number = evaluate(Number.class, "number", scope, location);
        if (number instanceof Long value && value >= least && value <= Quotas.SECONDS) {
            return value;
        }
        throw scope.error(
                location,
                "The field '" + location + "' must be an integer from " + least + " to " + Quotas.SECONDS + ", but was "
                        + Json.write(number));
    }

    /**
     * The value of a field that must be a list.
     *
     * @throws StateError States.QueryEvaluationError also where it is something else
     */
    default List<?> list(Scope scope, String location) {
        return evaluate(List.class, "array", scope, location);
    }

    /**
     * The value of a field that must be a whole number from 0.
     *
     * @throws StateError States.QueryEvaluationError also where it is something else
     */
    default long count(Scope scope, String location) {
        Number number = evaluate(Number.class, "number", scope, location);
        if (number instanceof Long value && value >= 0) {
            return value;
        }
        throw scope.error(
                location, "The field '" + location + "' must be an integer from 0, but was " + Json.write(number));
    }

    /**
     * The value of a field that must be a number from 0 to 100.
     *
     * @throws StateError States.QueryEvaluationError also where it is something else
     */
    default double percentage(Scope scope, String location) {
        Number number = evaluate(Number.class, "number", scope, location);
        if (number.doubleValue() >= 0 && number.doubleValue() <= 100) {
            return number.doubleValue();
        }
        throw scope.error(
                location, "The field '" + location + "' must be a number from 0 to 100, but was " + Json.write(number));
    }

    private <T> T evaluate(Class<T> type, String name, Scope scope, String location) {
        Object value = evaluate(scope, location);
        if (!type.isInstance(value)) {
            throw scope.error(
                    location,
                    "The JSONata expression '" + source() + "' specified for the field '" + location
                            + "' returned an unexpected result type. Expected '" + name + "', but was '"
                            + JsonValues.type(value) + "' for value: " + Json.write(value));
        }
        return type.cast(value);
    }

    /** The expression's text, or the value's JSON: what a message quotes. */
    String source();

    /** The names of an object's fields; none where the value is something else. */
    default Set<String> fields() {
        return Set.of();
    }

    /** Shows all expressions inside. */
    void expressions(Consumer<Expression> seen);

    /**
     * Compiles a value.
     *
     * @param expressions compiles the text between the marks
     */
    static Template of(@Nullable Object json, Function<String, Expression> expressions) {
        if (json instanceof String text && isExpression(text)) {
            return new Computed(
                    expressions.apply(text.substring(2, text.length() - 2).strip()));
        }
        if (json instanceof Map<?, ?> map) {
            Map<String, Template> fields = new LinkedHashMap<>();
            map.forEach((key, value) -> fields.put(String.valueOf(key), of(value, expressions)));
            boolean constant = fields.values().stream().allMatch(Constant.class::isInstance);
            return constant ? new Constant(JsonValues.normal(json)) : new Fields(fields);
        }
        if (json instanceof List<?> list) {
            List<Template> items =
                    list.stream().map(item -> of(item, expressions)).toList();
            boolean constant = items.stream().allMatch(Constant.class::isInstance);
            return constant ? new Constant(JsonValues.normal(json)) : new Items(items);
        }
        return new Constant(JsonValues.normal(json));
    }

    /** Whether a value of a definition is an expression. */
    static boolean isExpression(@Nullable Object json) {
        return json instanceof String text && text.startsWith("{%") && text.endsWith("%}") && text.length() >= 4;
    }

    /** A value without expressions. */
    record Constant(@Nullable Object value) implements Template {
        @Override
        public @Nullable Object evaluate(Scope scope, String location) {
            return value;
        }

        @Override
        public String source() {
            return Json.write(value);
        }

        @Override
        public Set<String> fields() {
            return value instanceof Map<?, ?> map ? Json.object(map).keySet() : Set.of();
        }

        @Override
        public void expressions(Consumer<Expression> seen) {}
    }

    /** One expression. */
    record Computed(Expression expression) implements Template {
        @Override
        public @Nullable Object evaluate(Scope scope, String location) {
            String prefix =
                    "The JSONata expression '" + expression.source() + "' specified for the field '" + location + "' ";
            Object value;
            try {
                value = expression.evaluate(scope.bindings());
            } catch (Expression.UnsupportedResultException e) {
                throw scope.error(location, prefix + "returned an unsupported result type.");
            } catch (Expression.EvaluationException e) {
                throw scope.error(location, prefix + "threw an error during evaluation. " + e.getMessage());
            }
            if (value == Undefined.UNDEFINED) {
                throw scope.error(location, prefix + "returned nothing (undefined).");
            }
            return value;
        }

        @Override
        public String source() {
            return expression.source();
        }

        @Override
        public void expressions(Consumer<Expression> seen) {
            seen.accept(expression);
        }
    }

    /** An object with an expression somewhere inside. */
    record Fields(Map<String, Template> templates) implements Template {
        @Override
        public Object evaluate(Scope scope, String location) {
            Map<String, @Nullable Object> values = new LinkedHashMap<>();
            templates.forEach((name, field) -> values.put(name, field.evaluate(scope, location + "/" + name)));
            return values;
        }

        @Override
        public String source() {
            return "{...}";
        }

        @Override
        public Set<String> fields() {
            return templates.keySet();
        }

        @Override
        public void expressions(Consumer<Expression> seen) {
            templates.values().forEach(field -> field.expressions(seen));
        }
    }

    /** A list with an expression somewhere inside. */
    record Items(List<Template> items) implements Template {
        @Override
        public Object evaluate(Scope scope, String location) {
            List<@Nullable Object> values = new ArrayList<>();
            for (int i = 0; i < items.size(); i++) {
                values.add(items.get(i).evaluate(scope, location + "[" + i + "]"));
            }
            return values;
        }

        @Override
        public String source() {
            return "[...]";
        }

        @Override
        public void expressions(Consumer<Expression> seen) {
            items.forEach(item -> item.expressions(seen));
        }
    }
}

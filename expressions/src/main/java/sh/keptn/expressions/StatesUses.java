package sh.keptn.expressions;

import com.dashjoin.jsonata.Jsonata;
import java.lang.reflect.Array;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Finds the fields of {@code $states} that an expression names in its parsed form. The library keeps that to itself, so it is
 * read by reflection. A version of the library that keeps it otherwise is noticed when this class is loaded.
 */
final class StatesUses {

    private static final String VARIABLE = "states";
    private static final String LIBRARY = Jsonata.class.getPackageName();

    static {
        Set<String> found =
                of(Jsonata.jsonata("[$states.result, $map([1], function($x) { $states.errorOutput.Error })]"));
        Set<String> ofAnother = of(Jsonata.jsonata("($states := {'result': 1}; $states.result)"));
        if (!found.equals(Set.of("errorOutput", "result")) || !ofAnother.isEmpty()) {
            throw new IllegalStateException(
                    "the uses of $states in an expression are not found: this version of the JSONata"
                            + " library keeps what it has parsed otherwise, adapt StatesUses");
        }
    }

    private final Set<Object> seen = Collections.newSetFromMap(new IdentityHashMap<>());
    private final Set<String> names = new TreeSet<>();

    /** The expression has a variable of its own with this name. */
    private boolean isRebound;

    private StatesUses() {}

    /** The names of the fields, such as {@code input}; none where the expression gives the variable another value. */
    static Set<String> of(Jsonata expression) {
        StatesUses uses = new StatesUses();
        try {
            uses.visit(field(expression, "ast"));
        } catch (ReflectiveOperationException | RuntimeException e) {
            return Set.of();
        }
        return uses.isRebound ? Set.of() : Collections.unmodifiableSet(uses.names);
    }

    private void visit(@Nullable Object root) throws ReflectiveOperationException {
        List<Object> open = new ArrayList<>();
        push(open, root);
        while (!open.isEmpty()) {
            Object node = open.remove(open.size() - 1);
            if (!seen.add(node)) {
                continue;
            }
            look(node);
            for (Field each : fields(node)) {
                if (!Modifier.isStatic(each.getModifiers())
                        && !each.isSynthetic()
                        && !each.getName().equals("environment")) {
                    each.setAccessible(true);
                    push(open, each.get(node));
                }
            }
        }
    }

    private static void push(List<Object> open, @Nullable Object value) {
        if (value instanceof Collection<?> items) {
            items.forEach(item -> push(open, item));
        } else if (value != null
                && value.getClass().isArray()
                && !value.getClass().getComponentType().isPrimitive()) {
            for (int i = 0; i < Array.getLength(value); i++) {
                push(open, Array.get(value, i));
            }
        } else if (value != null && isNode(value)) {
            open.add(value);
        }
    }

    private void look(Object node) throws ReflectiveOperationException {
        Object type = field(node, "type");
        if ("path".equals(type) && field(node, "steps") instanceof List<?> steps && steps.size() > 1) {
            Object second = steps.get(1);
            if (isVariable(steps.get(0)) && second != null && "name".equals(field(second, "type"))) {
                names.add(String.valueOf(field(second, "value")));
            }
        } else if ("bind".equals(type)) {
            isRebound |= isVariable(field(node, "lhs"));
        } else if ("lambda".equals(type) && field(node, "arguments") instanceof List<?> arguments) {
            for (Object argument : arguments) {
                isRebound |= isVariable(argument);
            }
        }
    }

    private static boolean isVariable(@Nullable Object node) throws ReflectiveOperationException {
        return node != null
                && isNode(node)
                && "variable".equals(field(node, "type"))
                && VARIABLE.equals(field(node, "value"));
    }

    private static boolean isNode(Object value) {
        return value.getClass().getName().startsWith(LIBRARY + ".Parser$");
    }

    private static @Nullable Object field(Object owner, String name) throws ReflectiveOperationException {
        for (Field each : fields(owner)) {
            if (each.getName().equals(name)) {
                each.setAccessible(true);
                return each.get(owner);
            }
        }
        throw new NoSuchFieldException(owner.getClass() + " " + name);
    }

    private static List<Field> fields(Object owner) {
        List<Field> fields = new ArrayList<>();
        for (Class<?> type = owner.getClass(); type != null && type != Object.class; type = type.getSuperclass()) {
            fields.addAll(List.of(type.getDeclaredFields()));
        }
        return fields;
    }
}

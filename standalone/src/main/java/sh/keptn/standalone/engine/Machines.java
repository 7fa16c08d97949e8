package sh.keptn.standalone.engine;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import sh.keptn.expressions.Expression;
import sh.keptn.expressions.StatesFunctions;

/** The machine versions that are published, each read once. Safe for several threads. */
final class Machines {

    private static final int EXPRESSION_LIMIT = 10_000;

    private final EngineTables tables;
    private final StatesFunctions functions;
    private final Map<String, Definition> definitions = new ConcurrentHashMap<>();
    private final Map<String, Expression> expressions = new ConcurrentHashMap<>();

    Machines(EngineTables tables, StatesFunctions functions) {
        this.tables = tables;
        this.functions = functions;
    }

    /**
     * Stores a version; one that is there stays as it is.
     *
     * @throws IllegalArgumentException if the definition cannot run here
     */
    void publish(String reference, String name, String text) {
        if (!definitions.containsKey(reference)) {
            Definition read = read(name, text);
            tables.addMachine(reference, name, text);
            definitions.put(reference, read);
        }
    }

    /** @throws IllegalArgumentException if there is no such version */
    Definition definition(String reference) {
        Definition known = definitions.get(reference);
        if (known != null) {
            return known;
        }
        EngineTables.Machine machine = tables.machine(reference)
                .orElseThrow(() ->
                        new IllegalArgumentException("no state machine version `" + reference + "` is published"));
        Definition read = read(machine.name(), machine.definition());
        definitions.put(reference, read);
        return read;
    }

    /** @throws InvalidDefinitionException if the definition cannot run here */
    Definition read(String name, String text) {
        return new DefinitionReader(this::expression).read(name, text);
    }

    private Expression expression(String source) {
        if (expressions.size() > EXPRESSION_LIMIT) {
            expressions.clear();
        }
        return expressions.computeIfAbsent(source, text -> new Expression(text, functions));
    }
}

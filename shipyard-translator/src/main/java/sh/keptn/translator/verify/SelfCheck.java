package sh.keptn.translator.verify;

import com.dashjoin.jsonata.JException;
import com.dashjoin.jsonata.Jsonata;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import sh.keptn.translator.asl.JsonataExpression;
import sh.keptn.translator.asl.State;
import sh.keptn.translator.asl.StateMachine;
import sh.keptn.translator.aws.AwsFigures;

/** Checks lowered machines before they leave the translator. Remembers parsed expressions: use one for each translation. */
public final class SelfCheck {

    /** Step Functions refuses larger definitions. */
    public static final int MAX_DEFINITION_BYTES = AwsFigures.quota("definition-bytes");

    /** Kept below the quota of 256 KiB so that the token fits. */
    public static final int MAX_STATE_INPUT_BYTES = AwsFigures.quota("state-input-bytes");

    /** With all retries; kept below the quota of 25,000 so that redrives fit. */
    public static final int MAX_HISTORY_EVENTS = AwsFigures.quota("history-events");

    private static final int MAX_NAME = 80;
    private static final int MAX_SECONDS = 99_999_999;
    private static final Set<String> PLACEHOLDERS = Set.of("${DispatchTask}", "${CompleteSequence}");

    private final Set<String> parsed = new HashSet<>();

    /**
     * Checks a machine.
     *
     * @throws IllegalStateException if a rule is broken
     */
    public void machine(StateMachine machine) {
        Map<String, State> states = new HashMap<>();
        machine.all().forEach(state -> {
            require(states.put(state.name(), state) == null, "two states have the name", state.name());
            require(!state.name().isEmpty() && state.name().length() <= MAX_NAME, "bad length of name", state.name());
            fields(state);
        });
        flow(machine.states());
    }

    /** States of one scope lead to each other only, and all of them are reached. */
    private static void flow(List<State> scope) {
        Map<String, State> states = new LinkedHashMap<>();
        scope.forEach(state -> states.put(state.name(), state));
        for (State state : scope) {
            for (String next : nexts(state)) {
                require(states.containsKey(next), "no next state", next);
            }
            if (state instanceof State.Parallel parallel) {
                parallel.branches().forEach(SelfCheck::flow);
            }
        }
        everyStateIsReached(scope, states);
    }

    private static List<String> nexts(State state) {
        List<String> nexts = new ArrayList<>();
        if (state instanceof State.Choice choice) {
            nexts.add(choice.whenTrue());
        }
        String next = state.next();
        if (next != null) {
            nexts.add(next);
        }
        return nexts;
    }

    /**
     * Checks the text of a definition.
     *
     * @throws IllegalStateException if it has placeholders that nobody fills
     */
    public void definition(String text) {
        for (int begin = text.indexOf("${"); begin >= 0; begin = text.indexOf("${", begin + 1)) {
            int end = text.indexOf('}', begin);
            String placeholder = text.substring(begin, end < 0 ? text.length() : end + 1);
            require(PLACEHOLDERS.contains(placeholder), "unknown placeholder", placeholder);
        }
    }

    private void fields(State state) {
        if (state instanceof State.CallFunction call) {
            seconds(call.timeoutSeconds(), 1, call.name());
            call.payload().values().forEach(this::value);
            call.assign().values().forEach(this::value);
            expression(call.output());
        } else if (state instanceof State.Wait wait) {
            seconds(wait.seconds(), 0, wait.name());
            wait.assign().values().forEach(this::value);
        } else if (state instanceof State.Pass pass) {
            pass.assign().values().forEach(this::value);
        } else if (state instanceof State.Choice choice) {
            expression(choice.condition());
        } else if (state instanceof State.Parallel parallel) {
            expression(parallel.output());
            require(parallel.branches().stream().noneMatch(List::isEmpty), "a branch without states", parallel.name());
        }
    }

    private static void seconds(int seconds, int least, String state) {
        require(seconds >= least && seconds <= MAX_SECONDS, "seconds out of range", state);
    }

    private void value(@Nullable Object value) {
        if (value instanceof JsonataExpression expression) {
            expression(expression);
        } else if (value instanceof String text) {
            require(!text.startsWith("{%") && !text.endsWith("%}"), "an expression that lowering did not make", text);
        } else if (value instanceof Map<?, ?> map) {
            map.values().forEach(this::value);
        } else if (value instanceof List<?> list) {
            list.forEach(this::value);
        }
    }

    private void expression(JsonataExpression expression) {
        if (parsed.add(expression.source())) {
            try {
                Jsonata.jsonata(expression.source());
            } catch (JException e) {
                throw new IllegalStateException("not JSONata: " + expression.source(), e);
            }
        }
    }

    private static void everyStateIsReached(List<State> scope, Map<String, State> states) {
        Set<String> reached = new HashSet<>();
        Deque<String> open = new ArrayDeque<>(List.of(scope.get(0).name()));
        while (!open.isEmpty()) {
            State state = states.get(open.pop());
            if (state != null && reached.add(state.name())) {
                open.addAll(nexts(state));
            }
        }
        scope.forEach(state -> require(reached.contains(state.name()), "unreachable", state.name()));
    }

    private static void require(boolean holds, String what, @Nullable String where) {
        if (!holds) {
            throw new IllegalStateException("the translator made a wrong state machine: " + what + ": " + where);
        }
    }
}

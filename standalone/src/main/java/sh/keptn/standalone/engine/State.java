package sh.keptn.standalone.engine;

import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A state of a definition (ASL spec, "States"). */
sealed interface State {

    Common common();

    /** When an error of the state leads to another attempt; none for most types. */
    default List<Retrier> retriers() {
        return List.of();
    }

    /** Where an error of the state leads to; nowhere for most types. */
    default List<Catcher> catchers() {
        return List.of();
    }

    /** The states of its branches or iterations; none for most types. */
    default List<StateGraph> inner() {
        return List.of();
    }

    /** All fields of it that set variables: its own, those of its Choice rules and of its Catchers. */
    default List<Template> assigns() {
        return Stream.concat(Stream.of(common().assign()), catchers().stream().map(Catcher::assign))
                .flatMap(Stream::ofNullable)
                .toList();
    }

    /** The type's name in definitions and in the transition log. */
    String type();

    /**
     * What most states have.
     *
     * @param output null where the state hands on what it has
     * @param next null where the state ends the machine, chooses, or fails
     */
    record Common(
            String name,
            @Nullable Template assign,
            @Nullable Template output,
            @Nullable String next) {}

    /** Calls a function. */
    record Task(
            Common common,
            Resource resource,
            @Nullable Template arguments,
            @Nullable Template timeoutSeconds,
            @Nullable Template heartbeatSeconds,
            @Nullable Template credentials,
            List<Retrier> retriers,
            List<Catcher> catchers)
            implements State {
        @Override
        public String type() {
            return "Task";
        }
    }

    /** What a Task calls. */
    record Resource(Kind kind, String text) {
        enum Kind {
            /** {@code lambda:invoke}: the state ends when the function does. */
            INVOKE,
            /** {@code lambda:invoke.waitForTaskToken}: the state ends when somebody answers its token. */
            CALLBACK,
            /** The ARN of a function: its input and output stand for themselves. */
            FUNCTION
        }
    }

    record Retrier(
            List<String> errors,
            double intervalSeconds,
            int maxAttempts,
            double backoffRate,
            @Nullable Double maxDelaySeconds,
            boolean jitter) {}

    record Catcher(
            List<String> errors,
            String next,
            @Nullable Template assign,
            @Nullable Template output) {}

    record Pass(Common common) implements State {
        @Override
        public String type() {
            return "Pass";
        }
    }

    /** Runs branches at the same time. */
    record Parallel(
            Common common,
            List<StateGraph> branches,
            @Nullable Template arguments,
            List<Retrier> retriers,
            List<Catcher> catchers)
            implements State {
        @Override
        public List<StateGraph> inner() {
            return branches;
        }

        @Override
        public String type() {
            return "Parallel";
        }
    }

    /**
     * Runs states for each item of a list, inline.
     *
     * @param items null where the input is the list
     * @param itemSelector null where the item is an iteration's input
     */
    record Map(
            Common common,
            @Nullable Template items,
            @Nullable Template itemSelector,
            @Nullable Template maxConcurrency,
            @Nullable Template toleratedFailureCount,
            @Nullable Template toleratedFailurePercentage,
            StateGraph processor,
            List<Retrier> retriers,
            List<Catcher> catchers)
            implements State {
        @Override
        public List<StateGraph> inner() {
            return List.of(processor);
        }

        @Override
        public String type() {
            return "Map";
        }
    }

    /** Waits for a number of seconds or until a timestamp; one of them is null. */
    record Wait(
            Common common,
            @Nullable Template seconds,
            @Nullable Template timestamp) implements State {
        @Override
        public String type() {
            return "Wait";
        }
    }

    record Choice(Common common, List<Rule> rules, @Nullable String otherwise) implements State {
        @Override
        public List<Template> assigns() {
            return Stream.concat(Stream.of(common.assign()), rules.stream().map(Rule::assign))
                    .flatMap(Stream::ofNullable)
                    .toList();
        }

        @Override
        public String type() {
            return "Choice";
        }
    }

    /** A Choice rule. */
    record Rule(
            Template condition,
            String next,
            @Nullable Template assign,
            @Nullable Template output) {}

    record Succeed(Common common) implements State {
        @Override
        public String type() {
            return "Succeed";
        }
    }

    record Fail(
            Common common,
            @Nullable Template error,
            @Nullable Template cause) implements State {
        @Override
        public String type() {
            return "Fail";
        }
    }
}

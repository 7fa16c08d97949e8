package sh.keptn.diagnostics;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** What a step of the translator returns: a value with its warnings, or the errors. */
public sealed interface Checked<T> {

    /** All findings, in order; an accepted value has no error among them. */
    List<Diagnostic> diagnostics();

    /** The value, empty where it was rejected. */
    Optional<T> value();

    /** Runs the next step on an accepted value and keeps the warnings found so far. */
    <R> Checked<R> then(Function<T, Checked<R>> next);

    /** Accepts the value if no finding is an error, rejects it otherwise. */
    static <T> Checked<T> of(T value, List<Diagnostic> diagnostics) {
        return Diagnostic.hasErrors(diagnostics) ? new Rejected<>(diagnostics) : new Accepted<>(value, diagnostics);
    }

    /** A value that later steps may use. */
    record Accepted<T>(T accepted, List<Diagnostic> diagnostics) implements Checked<T> {
        public Accepted {
            diagnostics = diagnostics.stream().sorted().toList();
        }

        @Override
        public Optional<T> value() {
            return Optional.of(accepted);
        }

        @Override
        public <R> Checked<R> then(Function<T, Checked<R>> next) {
            Checked<R> following = next.apply(accepted);
            List<Diagnostic> all = new ArrayList<>(diagnostics);
            all.addAll(following.diagnostics());
            return following
                    .value()
                    .<Checked<R>>map(value -> new Accepted<>(value, all))
                    .orElseGet(() -> new Rejected<>(all));
        }
    }

    /** Only findings, at least one of them an error. */
    record Rejected<T>(List<Diagnostic> diagnostics) implements Checked<T> {
        public Rejected {
            diagnostics = diagnostics.stream().sorted().toList();
        }

        @Override
        public Optional<T> value() {
            return Optional.empty();
        }

        @Override
        public <R> Checked<R> then(Function<T, Checked<R>> next) {
            return new Rejected<>(diagnostics);
        }
    }
}

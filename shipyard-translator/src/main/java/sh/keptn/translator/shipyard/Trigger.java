package sh.keptn.translator.shipyard;

import java.util.List;
import sh.keptn.diagnostics.SourcePosition;

/** What starts a sequence besides its own triggered event. */
public sealed interface Trigger {

    /** Where the author named the event. */
    SourcePosition position();

    /**
     * A sequence has finished.
     *
     * @param event {@code <stage>.<sequence>.finished}; another text never fires, as in Keptn
     * @param selector on the result
     */
    record EventHappened(String event, Selector selector, SourcePosition position) implements Trigger {}

    /** The sequence of the same name in the preceding stage has finished with pass or warning. */
    record PullFromPrecedingStage(String sequence, SourcePosition position) implements Trigger {}

    /** Which results fire (Keptn spec, shipyard.md, and shipyard-controller where it differs). */
    sealed interface Selector {

        /** No selector: pass and warning. */
        record PassOrWarning() implements Selector {}

        /**
         * One of the terms has to hold.
         *
         * @param position of the key {@code match}
         */
        record AnyOf(List<ResultTerm> terms, SourcePosition position) implements Selector {
            public AnyOf {
                terms = List.copyOf(terms);
            }
        }
    }

    /**
     * A key and a value below {@code match}.
     *
     * @param key {@code result} or {@code <task>.result}; others are ignored
     * @param position of the value
     */
    record ResultTerm(String key, String value, SourcePosition position) {

        private static final String RESULT = "result";

        /** Whether the key is one that can match. */
        public boolean isAboutResult() {
            return key.equals(RESULT) || (key.endsWith("." + RESULT) && key.length() > RESULT.length() + 1);
        }

        /** The task that has to be the last one that ran, empty where any may be. */
        public String task() {
            return key.equals(RESULT) ? "" : key.substring(0, key.length() - RESULT.length() - 1);
        }
    }
}

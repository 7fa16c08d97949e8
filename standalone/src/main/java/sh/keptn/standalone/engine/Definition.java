package sh.keptn.standalone.engine;

import org.jspecify.annotations.Nullable;

/** A state machine, read and checked. */
record Definition(String name, StateGraph graph, @Nullable Long timeoutSeconds) {}

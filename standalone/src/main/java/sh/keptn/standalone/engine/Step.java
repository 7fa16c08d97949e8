package sh.keptn.standalone.engine;

import java.util.List;

/** What a signal made of an execution: how it stands now, and what is added to its log. */
record Step(Snapshot snapshot, List<HistoryEvent> events) {}

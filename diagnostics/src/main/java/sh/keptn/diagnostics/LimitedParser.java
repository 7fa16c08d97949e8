package sh.keptn.diagnostics;

import java.util.HashSet;
import java.util.Set;
import org.snakeyaml.engine.v2.common.Anchor;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.CollectionStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.nodes.Tag;
import org.snakeyaml.engine.v2.parser.Parser;

/**
 * Refuses documents before the engine builds them: those that nest deeper than a limit, those that name collections by alias
 * more often than a limit, and merges that are asked for by a tag, which the engine would follow in circles.
 */
final class LimitedParser implements Parser {

    private final Parser parser;
    private final int maxDepth;
    private final int maxAliases;
    private final Set<Anchor> collections = new HashSet<>();
    private int depth;
    private int aliases;

    LimitedParser(Parser parser, int maxDepth, int maxAliases) {
        this.parser = parser;
        this.maxDepth = maxDepth;
        this.maxAliases = maxAliases;
    }

    @Override
    public boolean checkEvent(Event.ID id) {
        return parser.checkEvent(id);
    }

    @Override
    public Event peekEvent() {
        return parser.peekEvent();
    }

    @Override
    public boolean hasNext() {
        return parser.hasNext();
    }

    @Override
    public Event next() {
        Event event = parser.next();
        Event.ID id = event.getEventId();
        if (event instanceof CollectionStartEvent collection) {
            collection.getAnchor().ifPresent(collections::add);
            depth++;
            refuse(depth > maxDepth, "the document nests deeper than " + maxDepth + " levels", event);
        } else if (id == Event.ID.MappingEnd || id == Event.ID.SequenceEnd) {
            depth--;
        } else if (event instanceof AliasEvent alias && collections.contains(alias.getAlias())) {
            aliases++;
            refuse(
                    aliases > maxAliases,
                    "the document names collections by alias more than " + maxAliases + " times",
                    event);
        } else if (event instanceof ScalarEvent scalar) {
            boolean isMerge =
                    scalar.getTag().filter(Tag.MERGE.getValue()::equals).isPresent();
            refuse(isMerge, "the tag `!!merge` is not known here; leave it out", event);
        }
        return event;
    }

    private static void refuse(boolean refused, String reason, Event event) {
        if (refused) {
            throw new YamlRefusedException(reason, event.getStartMark());
        }
    }
}

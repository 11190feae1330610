package dev.steno.search;

import dev.steno.filter.ContentSource;
import dev.steno.flow.Flow;
import java.io.UncheckedIOException;

/**
 * The trigrams of one flow's texts, kept until its chunk is built ({@link TextChunkBuilder#addRead}). Immutable.
 *
 * @param buckets the distinct numbers of {@link Trigrams}, in no particular order; not to be modified
 * @param whole whether they are of all texts; if not, a search must treat the flow as a possible match
 */
@SuppressWarnings("ArrayRecordComponent") // not compared
public record FlowTrigrams(char[] buckets, boolean whole) {
    /** Of a flow whose texts cannot be read. */
    public static final FlowTrigrams UNREAD = new FlowTrigrams(new char[0], false);

    /** Of a flow that has no texts, or whose texts are looked up elsewhere. */
    public static final FlowTrigrams NONE = new FlowTrigrams(new char[0], true);

    /** Reads the texts of flows. Reads bodies, so never on an event loop; for one thread. */
    public static final class Reader {
        private final Trigrams trigrams = new Trigrams();

        /**
         * Returns the trigrams of a flow; {@link #UNREAD} if a body cannot be read.
         *
         * @param content supplies its bodies and messages
         */
        public FlowTrigrams read(Flow flow, ContentSource content) {
            trigrams.clear();
            try {
                boolean whole = new FlowText(content).addTo(trigrams, flow);
                return new FlowTrigrams(trigrams.toChars(), whole);
            } catch (UncheckedIOException e) {
                return UNREAD;
            }
        }
    }
}

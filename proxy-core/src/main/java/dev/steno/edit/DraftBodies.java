package dev.steno.edit;

import dev.steno.flow.Body;
import dev.steno.redact.Redactor;
import java.io.IOException;

/** The store of those bodies of held messages that are not part of their flows. Blocks; never on an event loop. */
public interface DraftBodies {
    /** Reads and keeps nothing: bodies stay as they are. */
    DraftBodies AT_HAND = new DraftBodies() {
        @Override
        public Body read(Body.Stored body) {
            return body;
        }

        @Override
        public Body keep(Body.Inline body) {
            return body;
        }
    };

    /**
     * Returns a body inline if it is no larger than {@link RawText#LARGEST}; otherwise the same object.
     *
     * @throws IOException if it cannot be read
     */
    Body read(Body.Stored body) throws IOException;

    /**
     * Returns a new body as it is kept while its message is held: elsewhere, if it is large.
     *
     * @throws IOException if it cannot be kept
     */
    Body keep(Body.Inline body) throws IOException;

    /** What redacts the record, and so what is shown of drafts; an edit may have its tokens. */
    default Redactor redactor() {
        return Redactor.NONE;
    }
}

package dev.steno.addon;

import dev.steno.flow.Body;
import dev.steno.flow.Flow;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;

/** Reads what was recorded, in this session. Any thread that may block, never an event loop: it reads the disk. */
public interface RecordedFlows {

    /** No record. */
    RecordedFlows NONE = new RecordedFlows() {
        @Override
        public Optional<Flow> flow(long id) {
            return Optional.empty();
        }

        @Override
        public InputStream body(Body body) throws IOException {
            throw new IOException("nothing is recorded");
        }
    };

    /**
     * Returns the newest recorded revision of a flow; empty if there is none.
     *
     * @throws IOException if the session cannot be read
     */
    Optional<Flow> flow(long id) throws IOException;

    /**
     * Returns the bytes of a body of a recorded flow, as they were transferred. Those of a flow in progress may not be
     * there yet. The caller closes the stream.
     *
     * @throws IOException if the session cannot be read; also thrown by the stream
     */
    InputStream body(Body body) throws IOException;
}

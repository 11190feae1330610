package dev.steno.replay.stream;

import dev.steno.content.stream.StreamCodings;
import dev.steno.flow.BodyTransform;
import dev.steno.flow.Headers;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Counts the events of an event stream as its bytes arrive, with their content codings (HTML, 9.2.6): blocks of lines that an empty
 * line ends, and of which one at least has data. For one thread.
 */
final class EventStreamCount {
    private static final byte[] DATA = {'d', 'a', 't', 'a'};

    private final @Nullable BodyTransform codings; // null for none
    private long count;
    private boolean hasData; // of the event in progress
    private int inLine; // bytes of the line in progress; not counted on once it is known whether it has data
    private boolean mayBeData = true; // the line in progress
    private boolean afterReturn;

    /**
     * Begins at the first byte.
     *
     * @param headers those of the response
     * @throws IOException if a coding is not known, or not available on this system
     */
    EventStreamCount(Headers headers) throws IOException {
        if (!StreamCodings.areKnown(headers)) {
            throw new IOException("the event stream has a content coding that is not known");
        }
        this.codings = headers.contains("Content-Encoding") ? StreamCodings.decoder(headers) : null;
    }

    /** Returns how many events are complete. */
    long count() {
        return count;
    }

    /** @throws IOException if the codings cannot be removed */
    void take(byte[] piece) throws IOException {
        if (codings == null) {
            read(piece);
            return;
        }
        codings.put(piece);
        for (byte[] plain = codings.next(); plain != null; plain = codings.next()) {
            read(plain);
        }
    }

    void close() {
        if (codings != null) {
            codings.close();
        }
    }

    private void read(byte[] plain) {
        for (byte each : plain) {
            boolean feedOfReturn = afterReturn && each == '\n';
            afterReturn = each == '\r';
            if (!feedOfReturn) {
                read(each);
            }
        }
    }

    private void read(byte each) {
        if (each == '\n' || each == '\r') {
            endLine();
        } else if (mayBeData) { // a field is named by what is before a colon, or by the whole line
            if (inLine < DATA.length) {
                mayBeData = each == DATA[inLine];
            } else {
                hasData |= each == ':';
                mayBeData = false;
            }
            inLine++;
        }
    }

    private void endLine() {
        if (inLine == 0) {
            count += hasData ? 1 : 0;
            hasData = false;
        } else if (mayBeData && inLine == DATA.length) {
            hasData = true; // a line of only the name has the empty value
        }
        inLine = 0;
        mayBeData = true;
    }
}

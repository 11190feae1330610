package dev.steno.tui.viewer;

import dev.steno.look.BodyLook;
import dev.steno.look.LookRequest;
import dev.steno.store.SessionReader;
import dev.steno.tui.line.Line;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;

/** A body or a message that is shown by content views. Called on the working thread. */
public interface ViewedBody {

    /** Returns the value of Content-Type; empty if there is none. */
    String declared();

    /** Returns that by which the choice of a view is kept: the media type, or the kind of a message. */
    String key();

    /** Looks at a part. */
    BodyLook look(SessionReader reader, LookRequest request) throws IOException;

    /** Opens it without its content codings. The caller closes the stream. */
    InputStream open(SessionReader reader) throws IOException;

    /** Returns what is said above it. */
    List<Line> banner(BodyLook look, long offset);
}

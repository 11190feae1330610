package dev.steno.tui.detail;

import dev.steno.flow.Flow;
import dev.steno.look.BodyLooks;
import dev.steno.store.SessionReader;
import dev.steno.tui.line.Line;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One tab of the screen of a flow. Stateless; {@link #read} runs on the working thread. */
interface DetailTab {

    /** Returns its name, one word. */
    String name();

    /** Whether a flow has anything to show there. */
    boolean fits(Flow flow);

    /** Returns its lines, unwrapped. */
    List<Line> read(Wanted wanted) throws IOException;

    /**
     * What is to be shown. Immutable.
     *
     * @param view the name of the content view; null for the one that suits the body
     */
    record Wanted(
            Flow flow,
            SessionReader reader,
            BodyLooks looks,
            @Nullable String view) {}
}

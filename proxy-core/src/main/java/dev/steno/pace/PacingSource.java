package dev.steno.pace;

import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The part of the product that says which flows are slowed. There is one. */
public interface PacingSource {
    /**
     * Takes the setter of the pacing, before anything else. It may be kept and called on any thread.
     *
     * @param setter takes the pacing from now on; null for none
     */
    void pacesBy(Consumer<@Nullable Pacing> setter);
}

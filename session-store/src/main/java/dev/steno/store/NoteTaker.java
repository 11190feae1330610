package dev.steno.store;

import java.util.Collection;
import org.jspecify.annotations.Nullable;

/**
 * Takes the marks and comments that a viewer gives to flows of a session that others record. Who records and who views
 * write to different places, so a viewer changes nothing that was recorded. Any thread; {@link #give} blocks.
 */
public interface NoteTaker {
    /** Upper bound on the flows of one call. */
    int MOST = 1_000;

    /** Returns the name of the viewer, as others see it. */
    String author();

    /** Returns why no notes can be given, for people; null if they can, as far as is known. */
    @Nullable
    String refusal();

    /**
     * Gives flows a mark, a comment, or both; all of them or, if it fails, none.
     *
     * @param flows at most {@link #MOST}
     * @param mark empty to take the mark away; null to leave it as it is
     * @param comment the same
     * @return how many of the flows there are
     * @throws SessionException if the viewer may not ({@link SessionException#isRefused}), or the store does not answer
     */
    long give(Collection<Long> flows, @Nullable String mark, @Nullable String comment) throws SessionException;
}

package dev.steno.addon.bus;

import dev.steno.addon.FlowEvent;
import dev.steno.addon.Hook;
import dev.steno.addon.Verdict;
import org.jspecify.annotations.Nullable;

/** Sees what passes between the wire and the addons, for a trace. Called on the thread that decided or published; must not block. */
public interface AddonWatcher {
    /**
     * A handler answered.
     *
     * @param subject what the hook showed it
     * @param verdict null if it failed or returned nothing
     * @param nanos how long it took
     */
    void decided(String addon, Hook<?> hook, Object subject, @Nullable Verdict<?> verdict, long nanos);

    /** A flow was opened, changed or closed. */
    void published(FlowEvent.Revision fact);
}

package dev.steno.addon.bus;

import dev.steno.addon.FlowEvent;
import dev.steno.addon.Hook;
import dev.steno.addon.Verdict;
import org.jspecify.annotations.Nullable;

/**
 * Observes the verdicts of addons and the revisions of flows, for a trace. Called on the thread that decided or
 * published; must not block.
 */
public interface AddonWatcher {
    /**
     * A handler returned its verdict or failed.
     *
     * @param subject the subject that the handler was given
     * @param verdict null if it failed or returned nothing
     * @param nanos run time of the handler in nanoseconds, until its verdict
     */
    void decided(String addon, Hook<?> hook, Object subject, @Nullable Verdict<?> verdict, long nanos);

    /** A flow was opened, changed or closed. */
    void published(FlowEvent.Revision fact);
}

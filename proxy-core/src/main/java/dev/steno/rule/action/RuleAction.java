package dev.steno.rule.action;

import dev.steno.addon.Verdict;
import dev.steno.flow.HttpFlow;
import dev.steno.rule.spec.RuleFailure;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a rule does with the messages that its filter selects. Any thread. */
public interface RuleAction {

    /** The messages that it acts on. */
    Set<RulePoint> points();

    /** Whether it needs the whole body of the message, instead of its head. */
    default boolean needsBody() {
        return false;
    }

    /** Whether {@link #apply} reads files, so that it must not be called on an event loop. */
    default boolean blocks() {
        return false;
    }

    /**
     * Learns from a message, whether or not the filter selects it. Called only for the points of {@link #observes}, on an
     * event loop.
     */
    default void observe(HttpFlow flow, RulePoint point) {}

    /** The messages that it learns from. */
    default Set<RulePoint> observes() {
        return Set.of();
    }

    /**
     * Acts on a message.
     *
     * @param flow an HTTP flow whose message at the point has begun
     * @return the decision; null if the message has nothing that the rule changes
     * @throws RuleFailure if the rule cannot do its work; the message passes unchanged
     */
    @Nullable
    Verdict<HttpFlow> apply(HttpFlow flow, RulePoint point) throws RuleFailure;
}

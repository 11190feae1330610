package dev.steno.rule.network;

import dev.steno.addon.Hook.StreamMessage;
import dev.steno.addon.Verdict;
import dev.steno.rule.action.RuleAction;
import org.jspecify.annotations.Nullable;

/** A fault of the messages of WebSockets. Any thread. */
public interface MessageFault extends RuleAction {
    /**
     * What becomes of a message. A verdict that ends the WebSocket has a reason that the name of the rule follows.
     *
     * @param delay nanoseconds
     */
    record Fate(Verdict<StreamMessage> verdict, long delay) {}

    /** What becomes of a message of a WebSocket; null if the rule does not act on it. */
    @Nullable
    Fate fateOf(StreamMessage shown);
}

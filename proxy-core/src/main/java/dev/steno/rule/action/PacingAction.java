package dev.steno.rule.action;

import dev.steno.flow.Direction;
import dev.steno.flow.Flow;
import dev.steno.pace.PaceDraft;

/** An action that slows the data of flows, also of those that are not HTTP. Any thread. */
public interface PacingAction extends RuleAction {
    /**
     * Says how one direction of a flow is slowed.
     *
     * @param flow one that the rule's filter selects
     * @return whether the rule acts on it
     */
    boolean slow(PaceDraft draft, Flow flow, Direction direction);
}

package dev.steno.pace;

import dev.steno.flow.Direction;
import dev.steno.flow.Flow;
import org.jspecify.annotations.Nullable;

/**
 * Says which flows are slowed. A change of the rules is another object, so that a flow in progress notices it. Any thread.
 */
@FunctionalInterface
public interface Pacing {
    /**
     * Makes the pace of one direction of a flow.
     *
     * @param flow as it is known when its first data in this direction is sent
     * @return null if the direction is not slowed
     */
    @Nullable
    Pace paceOf(Flow flow, Direction direction);
}

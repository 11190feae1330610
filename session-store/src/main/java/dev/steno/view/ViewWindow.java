package dev.steno.view;

import java.util.List;

/**
 * A part of a view's list as it was at one moment. Immutable.
 *
 * @param frame the number of the frame of changes that was being collected: the window includes the changes of all
 *     earlier frames, and may include some of this one
 * @param size the number of flows in the list
 * @param older whether older flows match that the list has no room for, so that there are more than {@code size}
 * @param from the place of the first flow of the window, counted from 0
 * @param ids the flow numbers, in the order shown
 */
public record ViewWindow(long frame, long size, boolean older, long from, List<Long> ids) {
    public ViewWindow {
        ids = List.copyOf(ids);
    }
}

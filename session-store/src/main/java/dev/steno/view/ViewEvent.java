package dev.steno.view;

/**
 * What changed in a view. Told after the change, in the order of the changes: who has the list as it was and does to it what
 * the events say has the list as it is. Places count from 0 in the order shown.
 */
public sealed interface ViewEvent {

    /** A flow came in. */
    record Inserted(long flow, long place) implements ViewEvent {}

    /** A flow that is shown has a newer revision; of each flow at most once a frame. */
    record Updated(long flow) implements ViewEvent {}

    /**
     * A flow has a newer revision and with it another place.
     *
     * @param from its place before
     * @param to its place without itself at the old one
     */
    record Moved(long flow, long from, long to) implements ViewEvent {}

    /** A flow is no longer shown. */
    record Removed(long flow, long place) implements ViewEvent {}

    /**
     * Another flow has the focus. At most once a frame, at its end.
     *
     * @param flow 0 where nothing is shown
     */
    record Focused(long flow) implements ViewEvent {}

    /** So much changed that whoever shows the view starts anew. All other changes of its frame but the focus are in it. */
    record Reset() implements ViewEvent {}
}

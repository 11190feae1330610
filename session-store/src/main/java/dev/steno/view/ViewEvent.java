package dev.steno.view;

/**
 * A change in a view. Events are sent after the changes, in order: a listener that applies them to its copy of the list
 * has the current list. Places are counted from 0 in the order shown. Immutable.
 */
public sealed interface ViewEvent {

    /** A flow was added. */
    record Inserted(long flow, long place) implements ViewEvent {}

    /** A flow that is shown has a newer revision. At most once per flow and frame. */
    record Updated(long flow) implements ViewEvent {}

    /**
     * A flow has a newer revision, which moved it to another place.
     *
     * @param from its old place
     * @param to its new place, counted after its removal from the old one
     */
    record Moved(long flow, long from, long to) implements ViewEvent {}

    /** A flow is no longer shown. */
    record Removed(long flow, long place) implements ViewEvent {}

    /**
     * Another flow is focused. At most once per frame, as its last event.
     *
     * @param flow 0 if no flow is shown
     */
    record Focused(long flow) implements ViewEvent {}

    /**
     * Too much changed to list: listeners must read the view again. Replaces all other events of its frame except the
     * focus.
     */
    record Reset() implements ViewEvent {}
}

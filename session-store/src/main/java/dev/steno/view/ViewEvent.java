package dev.steno.view;

/** What changed in a view. Told after the change; of each flow at most once a frame. */
public sealed interface ViewEvent {

    /** A flow came in. */
    record Inserted(long flow) implements ViewEvent {}

    /** A flow that is shown has a newer revision. */
    record Updated(long flow) implements ViewEvent {}

    /** A flow is no longer shown. */
    record Removed(long flow) implements ViewEvent {}

    /** So much changed that whoever shows the view starts anew. Stands alone in its frame. */
    record Reset() implements ViewEvent {}
}

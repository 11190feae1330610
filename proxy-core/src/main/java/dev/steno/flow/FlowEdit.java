package dev.steno.flow;

/**
 * What is known about an edit of a recorded flow. Immutable.
 *
 * @param number counts the edits of the flow from 1; 0 until the session has numbered it
 * @param time when it was made, nanoseconds since the epoch
 * @param by who made it
 * @param what the parts that it changed, in words
 */
public record FlowEdit(int number, long time, String by, String what) {}

package dev.steno.flow;

/**
 * What is known about an edit of a recorded flow. Immutable.
 *
 * @param number counts the edits of the flow from 1; 0 until the session has numbered it
 * @param time when it was made, nanoseconds since the epoch
 * @param by who made it
 * @param what the parts that it changed, in words; after a line end, the author's comment, if there is one
 */
public record FlowEdit(int number, long time, String by, String what) {

    /** Returns the parts that it changed, in words. */
    public String parts() {
        int end = what.indexOf('\n');
        return end < 0 ? what : what.substring(0, end);
    }

    /** Returns the author's comment; empty if there is none. */
    public String comment() {
        return what.substring(Math.min(what.length(), parts().length() + 1));
    }
}

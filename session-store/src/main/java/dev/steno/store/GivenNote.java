package dev.steno.store;

/**
 * What a viewer noted of a flow that others recorded. The newest of each kind is the flow's mark and comment. Immutable.
 *
 * @param text empty if the viewer took the mark or the comment away
 * @param author who gave it
 * @param time when, in nanoseconds since 1970
 */
public record GivenNote(Kind kind, String text, String author, long time) {
    /** What was given. */
    public enum Kind {
        MARK,
        COMMENT
    }

    /** Returns what was noted, for people. */
    public String words() {
        String what = kind == Kind.MARK ? "mark" : "comment";
        return text.isEmpty() ? "took the " + what + " away" : what + " " + text;
    }
}

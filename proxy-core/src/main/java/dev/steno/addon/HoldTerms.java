package dev.steno.addon;

/**
 * Why and for how long a message is held. Immutable.
 *
 * @param why the filter, rule or person that holds it, for people
 * @param nanos nanoseconds after which the hold ends by itself; 0 for never
 * @param then what happens then
 */
public record HoldTerms(String why, long nanos, Then then) {

    /** What happens when the time is over. */
    public sealed interface Then {
        /** The message is sent on. */
        Then RESUME = new Resume();

        /** The exchange is dropped with a page. */
        Then DROP = new Drop();

        /** See {@link #RESUME}. */
        record Resume() implements Then {}

        /** See {@link #DROP}. */
        record Drop() implements Then {}

        /** An empty response is sent. */
        record Answer(int status) implements Then {}
    }

    /** A hold without an end of its own. */
    public HoldTerms(String why) {
        this(why, 0, Then.RESUME);
    }
}

package dev.steno.replay.run;

import dev.steno.flow.HttpFlow;
import java.io.IOException;

/** What requests of a run take over from responses that arrived before. For the thread of the run. */
public interface CarriedValues {
    /** Nothing is taken over. */
    CarriedValues NONE = new CarriedValues() {
        @Override
        public long[] sources(long flow) {
            return NO_FLOWS;
        }

        @Override
        public boolean isSource(long flow) {
            return false;
        }

        @Override
        public void take(long flow, HttpFlow answered) {
            // nothing is taken over
        }

        @Override
        public HttpFlow apply(HttpFlow recorded) {
            return recorded;
        }

        @Override
        public long missing() {
            return 0;
        }
    };

    /** No flow. */
    long[] NO_FLOWS = {};

    /** Returns the recorded flows whose responses must be there before the request of a flow is sent. */
    long[] sources(long flow);

    /** Whether a request needs the response to that of a recorded flow. */
    boolean isSource(long flow);

    /**
     * Takes the values of a response.
     *
     * @param flow the recorded one
     * @param answered the one that was sent; it may have failed
     * @throws IOException if the body of the response cannot be read
     */
    void take(long flow, HttpFlow answered) throws IOException;

    /**
     * Returns a recorded flow with the values in its request.
     *
     * @throws IOException if the body of the request cannot be read
     */
    HttpFlow apply(HttpFlow recorded) throws IOException;

    /** Returns how many requests got a recorded value, since a response did not have the new one. */
    long missing();
}

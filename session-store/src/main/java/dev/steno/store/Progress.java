package dev.steno.store;

/** Hears how far a long piece of work on a session has come, and may stop it. Called on the thread that works. */
public interface Progress {
    /** Nobody listens, and the work goes on to its end. */
    Progress NONE = new Progress() {
        @Override
        public void begin(String step, String unit, long total) {
            // nobody listens
        }

        @Override
        public void at(long done) {
            // nobody listens
        }

        @Override
        public boolean isStopped() {
            return false;
        }
    };

    /**
     * A step begins.
     *
     * @param step what is done, such as {@code copying}
     * @param unit what is counted, such as {@code flows} or {@code bytes}; empty where nothing is
     * @param total how many there are; 0 where nobody knows
     */
    void begin(String step, String unit, long total);

    /** So many units of the step are done. Called often. */
    void at(long done);

    /** Whether the work is to stop. Asked every few milliseconds. */
    boolean isStopped();

    /** Ends the work if it is to stop. */
    default void check() throws WorkStopped {
        if (isStopped()) {
            throw new WorkStopped();
        }
    }
}

package dev.steno.store;

/** Receives the progress of a long operation on a session, and may stop it. Called on the thread of the operation. */
public interface Progress {
    /** Ignores the progress and does not stop the operation. */
    Progress NONE = new Progress() {
        @Override
        public void beginStep(String step, String unit, long total) {
            // ignored
        }

        @Override
        public void at(long done) {
            // ignored
        }

        @Override
        public boolean isStopped() {
            return false;
        }
    };

    /**
     * Reports the start of a step.
     *
     * @param step what the step does, such as {@code copying}
     * @param unit what is counted, such as {@code flows} or {@code bytes}; empty if nothing is counted
     * @param total number of units; 0 if unknown
     */
    void beginStep(String step, String unit, long total);

    /** Reports how many units of the step are done. Called often. */
    void at(long done);

    /** Returns whether the operation is to stop. Called every few milliseconds. */
    boolean isStopped();

    /** Throws if the operation is to stop. */
    default void check() throws WorkStopped {
        if (isStopped()) {
            throw new WorkStopped();
        }
    }
}

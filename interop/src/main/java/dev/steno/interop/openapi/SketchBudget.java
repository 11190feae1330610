package dev.steno.interop.openapi;

/** How much a sketch may still grow. For one thread. */
final class SketchBudget {
    /** Upper bound on the parts of a sketch: schemas, parameters and operations. */
    static final int MOST = 100_000;

    private int left = MOST;
    private boolean exhausted;

    /** Takes room for one more part; false if there is none. */
    boolean take() {
        if (left == 0) {
            exhausted = true;
            return false;
        }
        left--;
        return true;
    }

    /** Whether a part did not fit. */
    boolean isExhausted() {
        return exhausted;
    }
}

package dev.steno.redact;

import org.jspecify.annotations.Nullable;

/** Finds secrets in bytes by their form. For one thread. */
interface ValueFinder {
    /**
     * Finds the first secret that begins at an index or behind it.
     *
     * @param data is searched up to {@code length}
     * @return false if there is none
     */
    boolean find(byte[] data, int from, int length);

    /** Where the secret begins. */
    int start();

    /** Where it ends, exclusive. */
    int end();

    /** The index of the rule. */
    int rule();

    /** What its token is called. */
    String kind();

    /** The secret without the coding in which it was found, a char for each byte; null if it is what was found. */
    default @Nullable String secret() {
        return null;
    }
}

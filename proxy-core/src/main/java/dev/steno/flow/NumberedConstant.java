package dev.steno.flow;

/**
 * An enum constant that session files store as a number. The number belongs to the file's format: it never changes, and
 * the number of a removed constant is not used again.
 */
public interface NumberedConstant {
    /** The number in the file, from 0. */
    int number();
}

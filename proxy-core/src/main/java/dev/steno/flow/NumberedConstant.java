package dev.steno.flow;

/**
 * A constant that session files hold as a number. The number belongs to the file's format: it never changes, and the
 * number of a removed constant is not used again.
 */
public interface NumberedConstant {
    /** The number in the file, from 0. */
    int number();
}

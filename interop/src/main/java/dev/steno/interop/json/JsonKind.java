package dev.steno.interop.json;

/** The kinds of values, by their first character. */
public enum JsonKind {
    OBJECT,
    ARRAY,
    STRING,
    NUMBER,
    /** {@code true}, {@code false}, {@code null}, {@code NaN}, {@code Infinity}, {@code undefined}. */
    WORD
}

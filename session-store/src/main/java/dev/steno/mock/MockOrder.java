package dev.steno.mock;

/** Which of several recorded responses to equal requests answers. */
public enum MockOrder {
    /** One after the other, as recorded. */
    RECORDED,
    /** Always the last one. */
    LAST,
    /** Always the first one. */
    FIRST
}

package dev.steno.redact.json;

/** Makes what is written in place of a secret value of JSON. For one text and one thread. */
public interface JsonTokenMaker {
    /**
     * Returns a token without quotation marks; a value that is a token stays.
     *
     * @param rule the index of the rule by which the value was found
     * @param secret the value without escapes, a char for each byte
     * @param written the value as it is written, without quotation marks
     */
    String inString(int rule, String secret, String written);

    /** As {@link #inString}, with quotation marks, in place of a value that has none. */
    String quoted(int rule, String secret, String written);
}

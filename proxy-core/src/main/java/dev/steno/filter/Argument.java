package dev.steno.filter;

/** The kind of operand that follows an operator or a name. */
public enum Argument {
    /** Nothing. */
    NONE("", "~q"),
    /** A regular expression. */
    REGEX("regex", "~u api"),
    /** A status code, or a class of codes. */
    STATUS("status", "~c 404"),
    /** A word or a regular expression, depending on the relation: {@code = != ~ !~}. */
    TEXT("text", "host ~ api"),
    /** A whole number. */
    NUMBER("number", "port = 443"),
    /** The number of a flow, also of a shared store. */
    FLOW("number", "id = 12"),
    /** A number of bytes, with an optional unit. */
    SIZE("size", "size > 1mb"),
    /** A duration with its unit. */
    DURATION("duration", "duration > 200ms"),
    /** A point in time: ISO 8601, or relative to now. */
    TIME("time", "started > -10min");

    private final String label;
    private final String example;

    Argument(String label, String example) {
        this.label = label;
        this.example = example;
    }

    /** The name in help texts, a single word; empty for {@link #NONE}. */
    public String label() {
        return label;
    }

    /** An example expression. */
    public String example() {
        return example;
    }
}

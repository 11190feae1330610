package dev.steno.filter;

/** What stands behind an operator or a name. */
public enum Argument {
    /** Nothing. */
    NONE("", "~q"),
    /** A regular expression. */
    REGEX("regex", "~u api"),
    /** A status code or a class of them. */
    STATUS("status", "~c 404"),
    /** A word or a regular expression, by relation: {@code = != ~ !~}. */
    TEXT("text", "host ~ api"),
    /** A whole number. */
    NUMBER("number", "port = 443"),
    /** A number of bytes with an optional unit. */
    SIZE("size", "size > 1mb"),
    /** A length of time with its unit. */
    DURATION("duration", "duration > 200ms"),
    /** A point in time, by ISO 8601 or relative to now. */
    TIME("time", "started > -10min");

    private final String label;
    private final String example;

    Argument(String label, String example) {
        this.label = label;
        this.example = example;
    }

    /** One word for people; empty for {@link #NONE}. */
    public String label() {
        return label;
    }

    /** An expression that shows it. */
    public String example() {
        return example;
    }
}

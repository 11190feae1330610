package dev.steno.store.condition;

import dev.steno.store.FlowColumn;

/** A value of a flow that a condition looks at: a column, or a text composed of columns. Immutable. */
public sealed interface FlowValue {

    /** The value of a column. */
    record Stored(FlowColumn column) implements FlowValue {}

    /** A number in decimal digits. */
    record Digits(FlowColumn.Number column) implements FlowValue {}

    /** The word of a constant whose number is stored; missing if the number has none. */
    record Word(FlowColumn.Number column) implements FlowValue {}

    /** A text that is composed of several columns. */
    enum Composed implements FlowValue {
        /** The URL in its usual form; {@code host:port} for a raw stream or a CONNECT. */
        URL,
        /** The address of the connection to a server; that of the server asked for if there was no connection. */
        DESTINATION
    }
}

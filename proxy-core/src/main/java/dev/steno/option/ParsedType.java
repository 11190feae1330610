package dev.steno.option;

import java.util.function.Function;

/** A value type composed of functions. */
record ParsedType<T>(
        String name, String metavar, String accepted, Function<String, T> reader, Function<T, String> printer)
        implements ValueType<T> {

    @Override
    public T parse(String text) {
        return reader.apply(text);
    }

    @Override
    public String print(T value) {
        return printer.apply(value);
    }
}

package dev.steno.option;

import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** Booleans: {@code true} and {@code false}, also written {@code on} and {@code off}, {@code yes} and {@code no}. */
record BooleanType() implements ValueType<Boolean> {

    @Override
    public String name() {
        return "boolean";
    }

    @Override
    public String metavar() {
        return "true|false";
    }

    @Override
    public String accepted() {
        return "true, false, on, off, yes or no";
    }

    @Override
    public Boolean parse(String text) {
        return switch (text.toLowerCase(Locale.ROOT)) {
            case "true", "on", "yes" -> true;
            case "false", "off", "no" -> false;
            default -> throw new ValueException(text, "is neither true nor false", accepted());
        };
    }

    @Override
    public String print(Boolean value) {
        return value.toString();
    }

    @Override
    public List<String> complete(String prefix) {
        return Stream.of("true", "false")
                .filter(word -> word.startsWith(prefix.toLowerCase(Locale.ROOT)))
                .toList();
    }
}

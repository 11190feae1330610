package dev.steno.option;

import java.util.List;

/** A value type of which completion offers some texts; it accepts others too. */
record SuggestingType<T>(ValueType<T> inner, List<String> suggested) implements ValueType<T> {

    /** Adds suggestions to a type; for a list or an optional, to its elements or its present value. */
    static ValueType<?> suggest(ValueType<?> type, List<String> suggested) {
        if (type instanceof ListType<?> list) {
            return new ListType<>(suggest(list.element(), suggested));
        }
        if (type instanceof OptionalType<?> optional) {
            return new OptionalType<>(suggest(optional.inner(), suggested));
        }
        return new SuggestingType<>(type, List.copyOf(suggested));
    }

    @Override
    public String name() {
        return inner.name();
    }

    @Override
    public String metavar() {
        return inner.metavar();
    }

    @Override
    public String accepted() {
        return inner.accepted();
    }

    @Override
    public T parse(String text) {
        return inner.parse(text);
    }

    @Override
    public String print(T value) {
        return inner.print(value);
    }

    @Override
    public String show(T value) {
        return inner.show(value);
    }

    @Override
    public List<String> complete(String prefix) {
        return suggested.stream().filter(text -> text.startsWith(prefix)).toList();
    }
}

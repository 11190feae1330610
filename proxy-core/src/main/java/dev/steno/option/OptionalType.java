package dev.steno.option;

import java.util.List;
import java.util.Optional;

/**
 * A value or none; the empty text means none. A present value whose text is empty is therefore indistinguishable from
 * none.
 */
record OptionalType<T>(ValueType<T> inner) implements ValueType<Optional<T>> {

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
        return inner.accepted() + ", or nothing";
    }

    @Override
    public Optional<T> parse(String text) {
        return text.isEmpty() ? Optional.empty() : Optional.of(inner.parse(text));
    }

    @Override
    public String print(Optional<T> value) {
        return value.map(inner::print).orElse("");
    }

    @Override
    public String show(Optional<T> value) {
        return value.map(inner::show).orElse("");
    }

    @Override
    public List<String> complete(String prefix) {
        return inner.complete(prefix);
    }

    @Override
    public boolean repeatable() {
        return inner.repeatable();
    }

    @Override
    public String join(List<String> texts) {
        return inner.join(texts);
    }
}

package dev.steno.option;

import java.util.List;
import java.util.Optional;

/**
 * A value or no value; the empty text means no value. A present value with an empty text is therefore read back as no
 * value.
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

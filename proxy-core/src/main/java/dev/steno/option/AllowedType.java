package dev.steno.option;

import java.util.List;

/** A value type restricted to some of its values. */
record AllowedType<T>(ValueType<T> inner, List<String> allowed) implements ValueType<T> {

    /**
     * @param allowed the accepted texts; the inner type must be able to parse each of them
     * @throws ValueException if it cannot parse one of them
     */
    AllowedType {
        allowed = List.copyOf(allowed);
        allowed.forEach(inner::parse);
    }

    /** Restricts a type; for a list or an optional, restricts its elements or its present value. */
    static ValueType<?> restrict(ValueType<?> type, List<String> allowed) {
        if (type instanceof ListType<?> list) {
            return new ListType<>(restrict(list.element(), allowed));
        }
        if (type instanceof OptionalType<?> optional) {
            return new OptionalType<>(restrict(optional.inner(), allowed));
        }
        return new AllowedType<>(type, allowed);
    }

    @Override
    public String name() {
        return String.join("|", allowed);
    }

    @Override
    public String metavar() {
        return name();
    }

    @Override
    public String accepted() {
        return NameSyntax.either(allowed);
    }

    @Override
    public T parse(String text) {
        T value = inner.parse(text);
        if (allowed.stream().noneMatch(one -> inner.parse(one).equals(value))) {
            throw new ValueException(text, "is not one of the choices", accepted());
        }
        return value;
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
        return allowed.stream().filter(text -> text.startsWith(prefix)).toList();
    }
}

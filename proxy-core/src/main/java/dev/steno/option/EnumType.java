package dev.steno.option;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The constants of an enum by their names in kebab-case. Case is ignored, and {@code _} is read as {@code -}. */
record EnumType<E extends Enum<E>>(Class<E> type) implements ValueType<E> {

    @Override
    public String name() {
        return words().collect(Collectors.joining("|"));
    }

    @Override
    public String metavar() {
        return name();
    }

    @Override
    public String accepted() {
        return NameSyntax.either(words().toList());
    }

    @Override
    public E parse(String text) {
        String word = NameSyntax.canonical(text);
        for (E constant : type.getEnumConstants()) {
            if (print(constant).equals(word)) {
                return constant;
            }
        }
        throw new ValueException(text, "is not one of the choices", accepted());
    }

    @Override
    public String print(E value) {
        return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    @Override
    public List<String> complete(String prefix) {
        return words().filter(word -> word.startsWith(NameSyntax.canonical(prefix)))
                .toList();
    }

    private Stream<String> words() {
        return Stream.of(type.getEnumConstants()).map(this::print);
    }
}

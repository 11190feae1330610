package dev.steno.option;

import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.List;

/**
 * One annotated component of an option record. Immutable.
 *
 * @param type the value type for the component's Java type
 */
record OptionDeclaration(String name, ValueType<?> type, String defaultText, Opt opt) {

    /**
     * Reads a component's declaration.
     *
     * @throws IllegalArgumentException if the component is not annotated, has no value type or has a default value that
     *     cannot be parsed
     */
    static OptionDeclaration of(RecordComponent component, ValueTypes types) {
        String where = component.getDeclaringRecord().getName() + "." + component.getName();
        Opt opt = component.getAnnotation(Opt.class);
        if (opt == null) {
            throw new IllegalArgumentException(where + " is not annotated with @Opt");
        }
        String name = opt.name().isEmpty() ? NameSyntax.kebab(component.getName()) : opt.name();
        if (!name.matches("[a-z][a-z0-9]*(-[a-z0-9]+)*")) {
            throw new IllegalArgumentException(where + ": " + name + " is not a name in kebab-case");
        }
        try {
            ValueType<?> type = types.of(component.getGenericType());
            if (opt.suggested().length > 0) {
                type = SuggestingType.suggest(type, List.of(opt.suggested()));
            }
            if (opt.allowed().length > 0) {
                type = AllowedType.restrict(type, List.of(opt.allowed()));
            }
            boolean isFalse = opt.defaultValue().isEmpty() && component.getType() == boolean.class;
            String defaultText = isFalse ? "false" : opt.defaultValue();
            type.parse(defaultText);
            return new OptionDeclaration(name, type, defaultText, opt);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(where + ": " + e.getMessage(), e);
        }
    }

    /**
     * Parses a value.
     *
     * @throws OptionException if the type cannot parse the text
     */
    Object parse(String text, OptionSource source) {
        try {
            return type.parse(text);
        } catch (ValueException e) {
            OptionException plain = OptionException.of(name, opt.secret(), e);
            throw source == OptionSource.COMMAND_LINE || source == OptionSource.RUNTIME
                    ? plain
                    : new OptionException(plain.getMessage() + " (from the " + source + ")", plain);
        }
    }

    OptionSpec spec(Object value, OptionSource source) {
        List<Character> flags = new ArrayList<>();
        for (char flag : opt.flags()) {
            flags.add(flag);
        }
        String text = show(type, value);
        return new OptionSpec(
                name,
                type,
                opt.secret() ? "" : defaultText,
                opt.secret() && !text.isEmpty() ? OptionSpec.HIDDEN_TEXT : text,
                source,
                opt.help(),
                flags,
                opt.metavar().isEmpty() ? type.metavar() : opt.metavar(),
                opt.hidden(),
                opt.secret(),
                opt.live());
    }

    @SuppressWarnings("unchecked") // safe: this very type parsed the value
    private static <T> String show(ValueType<T> type, Object value) {
        return type.show((T) value);
    }

    /**
     * Whether a text of this option must be neither shown nor stored: the option is secret, or the value contains a
     * secret.
     */
    boolean hides(String text) {
        return opt.secret() || hides(type, text);
    }

    private static <T> boolean hides(ValueType<T> type, String text) {
        T value = type.parse(text);
        return !type.show(value).equals(type.print(value));
    }
}

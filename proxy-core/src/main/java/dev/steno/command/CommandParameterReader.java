package dev.steno.command;

import dev.steno.option.NameSyntax;
import dev.steno.option.ValueType;
import dev.steno.option.ValueTypes;
import java.lang.reflect.Parameter;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.List;
import java.util.Optional;

/** Reads the declaration of a command's parameter. Stateless. */
final class CommandParameterReader {
    private CommandParameterReader() {}

    /**
     * Reads a declaration.
     *
     * @throws IllegalArgumentException if the parameter is not annotated, has no name or no value type, or its default
     *     cannot be parsed
     */
    static CommandParameter read(Parameter parameter, ValueTypes types) {
        Arg arg = parameter.getAnnotation(Arg.class);
        if (arg == null) {
            throw new IllegalArgumentException("parameter " + parameter.getName() + " is not annotated with @Arg");
        }
        if (arg.name().isEmpty() && !parameter.isNamePresent()) {
            throw new IllegalArgumentException("the class was compiled without -parameters and @Arg has no name");
        }
        String name = arg.name().isEmpty() ? NameSyntax.kebab(parameter.getName()) : arg.name();
        if (arg.defaultValue().length > 1) {
            throw new IllegalArgumentException("parameter " + name + " has more than one default");
        }
        Optional<Type> element = element(parameter);
        ValueType<?> type = types.of(element.orElse(parameter.getParameterizedType()));
        if (arg.allowed().length > 0) {
            type = ValueTypes.restrict(type, List.of(arg.allowed()));
        }
        if (element.isPresent()) {
            if (arg.defaultValue().length > 0) {
                throw new IllegalArgumentException(
                        "parameter " + name + " takes all remaining arguments and cannot have a default");
            }
            return new CommandParameter(name, type, arg.help(), false, Optional.empty(), true);
        }
        boolean optional = parameter.getType() == Optional.class;
        Optional<String> defaultText = arg.defaultValue().length > 0
                ? Optional.of(arg.defaultValue()[0])
                : optional ? Optional.of("") : Optional.empty();
        defaultText.ifPresent(type::parse);
        return new CommandParameter(name, type, arg.help(), defaultText.isEmpty(), defaultText, false);
    }

    /** The type of a single argument of a list or varargs parameter; empty for any other parameter. */
    private static Optional<Type> element(Parameter parameter) {
        if (parameter.isVarArgs()) {
            return Optional.of(parameter.getType().getComponentType());
        }
        return parameter.getParameterizedType() instanceof ParameterizedType list && list.getRawType() == List.class
                ? Optional.of(list.getActualTypeArguments()[0])
                : Optional.empty();
    }
}

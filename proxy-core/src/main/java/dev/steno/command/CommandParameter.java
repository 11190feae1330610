package dev.steno.command;

import dev.steno.option.ValueType;
import java.util.Optional;

/**
 * A parameter of a command.
 *
 * @param name in kebab-case
 * @param type reads one argument
 * @param help one sentence
 * @param required whether the argument must be given
 * @param defaultText what stands for an argument left out, where something does
 * @param variadic whether it takes all arguments that are left
 */
public record CommandParameter(
        String name, ValueType<?> type, String help, boolean required, Optional<String> defaultText, boolean variadic) {

    /** Its part of the usage line: {@code file}, {@code [limit]} or {@code [name...]}. */
    public String usage() {
        String shown = variadic ? name + "..." : name;
        return required ? shown : "[" + shown + "]";
    }
}

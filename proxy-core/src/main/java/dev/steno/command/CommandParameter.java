package dev.steno.command;

import dev.steno.option.ValueType;
import java.util.Optional;

/**
 * A parameter of a command. Immutable.
 *
 * @param name in kebab-case
 * @param type parses one argument
 * @param help one sentence
 * @param required whether the argument must be given
 * @param defaultText the text used if the argument is omitted; empty if there is none
 * @param variadic whether it takes all remaining arguments
 */
public record CommandParameter(
        String name, ValueType<?> type, String help, boolean required, Optional<String> defaultText, boolean variadic) {

    /** This parameter in the usage line: {@code file}, {@code [limit]} or {@code [name...]}. */
    public String usage() {
        String shown = variadic ? name + "..." : name;
        return required ? shown : "[" + shown + "]";
    }
}

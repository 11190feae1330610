package dev.steno.command;

import java.util.List;

/**
 * A command as listings and the reference show it. Immutable.
 *
 * @param name its full name
 * @param parameters in order
 * @param result the name of its result type, such as {@code list of path}; {@code nothing} if there is none
 * @param help one sentence
 * @param destroys whether it removes what was recorded
 * @param hidden whether listings and the reference omit it
 */
public record CommandSpec(
        String name, List<CommandParameter> parameters, String result, String help, boolean destroys, boolean hidden) {

    public CommandSpec {
        parameters = List.copyOf(parameters);
    }

    /** The command with its parameters, such as {@code session.export file [format] [id...]}. */
    public String usage() {
        StringBuilder usage = new StringBuilder(name);
        parameters.forEach(parameter -> usage.append(' ').append(parameter.usage()));
        return usage.toString();
    }

    /** The smallest number of arguments. */
    public int fewest() {
        return (int) parameters.stream().filter(CommandParameter::required).count();
    }

    /** The largest number of arguments; {@link Integer#MAX_VALUE} if there is no limit. */
    public int most() {
        return parameters.stream().anyMatch(CommandParameter::variadic) ? Integer.MAX_VALUE : parameters.size();
    }
}

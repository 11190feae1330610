package dev.steno.tui.data;

import dev.steno.command.Completion;
import dev.steno.option.OptionSpec;
import java.util.List;

/** Calls commands. Any thread that may block. */
public interface Control {

    /**
     * Calls a command.
     *
     * @param focus the flow that {@code @focus} means; 0 if there is none
     * @return its result as text
     * @throws dev.steno.command.CommandException if it failed; the message is for people
     */
    String call(String name, List<String> arguments, long focus);

    /** Returns candidates for the last word of an unfinished line. */
    Completion complete(String line);

    /** Returns the commands, by name. */
    List<Entry> commands();

    /**
     * Returns the options, by name, with their values.
     *
     * @throws dev.steno.command.CommandException if no Steno runs that has values; the message is for people
     */
    List<OptionSpec> options();

    /**
     * A command. Immutable.
     *
     * @param usage its name and its parameters
     * @param destroys whether it removes what was recorded
     */
    record Entry(String name, String usage, String help, boolean destroys, List<Parameter> parameters) {
        public Entry {
            parameters = List.copyOf(parameters);
        }
    }

    /**
     * A parameter of a command. Immutable.
     *
     * @param type the name of the type of its values
     * @param variadic whether it takes all arguments that follow
     */
    record Parameter(String name, String type, String help, boolean variadic) {}
}

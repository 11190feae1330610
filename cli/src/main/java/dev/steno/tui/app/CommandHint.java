package dev.steno.tui.app;

import dev.steno.command.CommandException;
import dev.steno.command.CommandLine;
import dev.steno.tui.data.Control;
import dev.steno.tui.screen.ScreenEntry;
import java.util.List;

/** What is said below a command while it is typed: what it does, then what its next argument is. Pure. */
final class CommandHint {
    /** What may be missing at the end of a line that is still being typed inside a quotation or after a backslash. */
    private static final List<String> ENDS = List.of("", "'", "\"", "\\");

    private final List<Control.Entry> commands;
    private final List<ScreenEntry> screens;

    CommandHint(List<Control.Entry> commands, List<ScreenEntry> screens) {
        this.commands = List.copyOf(commands);
        this.screens = List.copyOf(screens);
    }

    /** Returns the hint; empty if nothing is known of the line. */
    String of(String line) {
        for (String end : ENDS) {
            try {
                CommandLine typed = CommandLine.parse(line + end);
                boolean ended = end.isEmpty() && Character.isWhitespace(line.charAt(line.length() - 1));
                return of(typed, ended);
            } catch (CommandException e) {
                continue; // the next end may complete it
            }
        }
        return "";
    }

    private String of(CommandLine typed, boolean ended) {
        for (ScreenEntry screen : screens) {
            if (screen.name().equals(typed.name())) {
                return screen.help();
            }
        }
        for (Control.Entry command : commands) {
            if (command.name().equals(typed.name())) {
                int argument = typed.arguments().size() - (ended ? 0 : 1);
                return argument < 0 ? command.usage() + " · " + command.help() : argument(command, argument);
            }
        }
        return "";
    }

    private static String argument(Control.Entry command, int number) {
        List<Control.Parameter> all = command.parameters();
        if (number >= all.size() && !(!all.isEmpty() && all.get(all.size() - 1).variadic())) {
            return number == 0
                    ? command.name() + " takes no arguments"
                    : command.name() + " takes no more than " + all.size()
                            + (all.size() == 1 ? " argument" : " arguments");
        }
        Control.Parameter parameter = all.get(Math.min(number, all.size() - 1));
        return parameter.name() + " (" + parameter.type() + "): " + parameter.help();
    }
}

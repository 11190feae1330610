package dev.steno.tui.app;

import dev.steno.command.CommandException;
import dev.steno.command.CommandLine;
import dev.steno.command.Completion;
import dev.steno.tui.line.Line;
import dev.steno.tui.screen.Desk;
import dev.steno.tui.screen.Prompt;
import dev.steno.tui.screen.ScreenEntry;
import dev.steno.tui.screen.TextPage;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** The command line: the name of a screen opens it, everything else is a command of the session. */
final class CommandPrompt {
    private final Desk desk;
    private final List<ScreenEntry> entries;
    private final Predicate<String> ofScreens;
    private CommandHint hint;

    private CommandPrompt(Desk desk, List<ScreenEntry> entries, Predicate<String> ofScreens) {
        this.desk = desk;
        this.entries = entries;
        this.ofScreens = ofScreens;
        this.hint = new CommandHint(List.of(), entries);
    }

    /**
     * Asks for a line, which begins with a text.
     *
     * @param ofScreens does what a line says if it is one of a screen's own; returns whether it is
     */
    static void ask(Desk desk, List<ScreenEntry> entries, String text, Predicate<String> ofScreens) {
        CommandPrompt asked = new CommandPrompt(desk, entries, ofScreens);
        desk.ask(new Prompt(":", text, line -> null, asked::complete, line -> asked.hint.of(line), asked::run));
        desk.work(
                () -> desk.source().control().commands(),
                commands -> asked.hint = new CommandHint(commands, asked.entries));
    }

    private Completion complete(String line) {
        Completion commands = desk.source().control().complete(line);
        if (line.contains(" ")) {
            return commands;
        }
        List<String> all = new ArrayList<>();
        entries.stream()
                .map(ScreenEntry::name)
                .filter(name -> name.startsWith(line))
                .forEach(all::add);
        if ("quit".startsWith(line)) {
            all.add("quit");
        }
        all.addAll(commands.candidates());
        return new Completion(0, all);
    }

    private void run(String line) {
        if (line.isBlank() || ofScreens.test(line)) {
            return;
        }
        CommandLine typed;
        try {
            typed = CommandLine.parse(line);
        } catch (CommandException e) {
            desk.fail(String.valueOf(e.getMessage()));
            return;
        }
        if (List.of("q", "quit").contains(typed.name())) {
            desk.quit();
            return;
        }
        for (ScreenEntry entry : entries) {
            if (entry.name().equals(typed.name())) {
                desk.open(entry.open().apply(desk));
                return;
            }
        }
        desk.call(typed.name(), typed.arguments(), text -> show(typed, text));
    }

    private void show(CommandLine typed, String text) {
        List<Line> lines = TabbedText.lines(text);
        if (lines.isEmpty()) {
            desk.say(typed.name() + ": done");
        } else if (lines.size() == 1) {
            String line = lines.get(0).text().strip();
            desk.say(line.matches("[0-9]+") ? typed.name() + ": " + line : line); // a number alone says nothing
        } else {
            desk.open(new TextPage(desk, typed.toString(), lines));
        }
    }
}

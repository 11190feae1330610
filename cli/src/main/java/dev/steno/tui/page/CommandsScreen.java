package dev.steno.tui.page;

import dev.steno.tui.data.Control;
import dev.steno.tui.line.Line;
import dev.steno.tui.line.Style;
import dev.steno.tui.screen.Binding;
import dev.steno.tui.screen.Desk;
import dev.steno.tui.screen.KeyTable;
import dev.steno.tui.screen.Pressed;
import dev.steno.tui.screen.Screen;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The commands, with what the chosen one and its arguments mean. */
public final class CommandsScreen implements Screen {
    public static final KeyTable<CommandsScreen> KEYS = Cursor.keys(
            "Commands",
            screen -> screen.cursor,
            List.of(
                    Binding.<CommandsScreen>of("enter", "put it into the command line", CommandsScreen::take)
                            .inBar("use")
                            .unless(CommandsScreen::nothing),
                    Binding.<CommandsScreen>of("/", "only those with a text", screen -> screen.rows.ask(screen.desk))
                            .inBar("find")));

    private static final int HELP = 4;

    private final Desk desk;
    private final Cursor cursor = new Cursor();
    private final Searched<Control.Entry> rows =
            new Searched<>(cursor, command -> command.usage() + " " + command.help());

    /** Begins to read the commands. */
    public CommandsScreen(Desk desk) {
        this.desk = desk;
        desk.work(() -> desk.source().control().commands(), rows::set);
    }

    @Override
    public String title() {
        return "commands";
    }

    @Override
    public Line heading() {
        return rows.wanted().isEmpty() ? Line.EMPTY : Line.of(Style.DIM, "with \"" + rows.wanted() + "\"");
    }

    @Override
    public List<Line> lines(int width, int height) {
        if (rows.shown().isEmpty()) {
            return List.of(Line.of(Style.DIM, rows.wanted().isEmpty() ? "nothing was read yet" : "no such commands"));
        }
        List<Line> help = help(rows.shown().get(cursor.row()), width);
        int room = Math.max(1, height - help.size());
        List<Line> lines = new ArrayList<>(
                cursor.visible(room, width, i -> row(rows.shown().get(i))));
        while (lines.size() < room) {
            lines.add(Line.EMPTY);
        }
        lines.addAll(help);
        return lines;
    }

    private static Line row(Control.Entry command) {
        int name = command.name().length();
        return Line.builder()
                .add(Style.KEY, command.name())
                .add(Style.TEXT, command.usage().substring(name))
                .add(Style.WARNING, command.destroys() ? "  removes what was recorded" : "")
                .build();
    }

    private static List<Line> help(Control.Entry command, int width) {
        List<Line> lines = new ArrayList<>();
        lines.add(Line.EMPTY);
        lines.addAll(Paragraph.of(Style.NOTE, command.help(), width, HELP));
        for (Control.Parameter each : command.parameters()) {
            lines.add(Line.builder()
                    .add(Style.KEY, "  " + each.name())
                    .add(Style.DIM, " (" + each.type() + ") ")
                    .add(each.help())
                    .build());
        }
        return lines;
    }

    @Override
    public List<KeyTable<?>> keys() {
        return List.of(KEYS);
    }

    @Override
    public Pressed press(String key) {
        return KEYS.press(this, key, desk);
    }

    private @Nullable String nothing() {
        return rows.shown().isEmpty() ? "there is no command to use" : null;
    }

    private void take() {
        Control.Entry command = rows.shown().get(cursor.row());
        desk.askForCommand(command.parameters().isEmpty() ? command.name() : command.name() + " ");
    }
}

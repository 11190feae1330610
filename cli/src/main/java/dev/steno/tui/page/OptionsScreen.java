package dev.steno.tui.page;

import dev.steno.option.OptionSource;
import dev.steno.option.OptionSpec;
import dev.steno.tui.data.Source;
import dev.steno.tui.line.Line;
import dev.steno.tui.line.Style;
import dev.steno.tui.screen.Binding;
import dev.steno.tui.screen.Desk;
import dev.steno.tui.screen.KeyTable;
import dev.steno.tui.screen.Pressed;
import dev.steno.tui.screen.Screen;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The options: their values, their defaults, and where each value comes from. */
public final class OptionsScreen implements Screen {
    public static final KeyTable<OptionsScreen> KEYS = Cursor.keys(
            "Options",
            screen -> screen.cursor,
            List.of(
                    Binding.of("enter, e", "change the value, until it is reset or Steno ends", OptionsScreen::edit)
                            .inBar("change")
                            .unless(OptionsScreen::fixed),
                    Binding.of("d", "reset: the value is that of the start again", OptionsScreen::reset)
                            .inBar("reset")
                            .unless(OptionsScreen::notChangedHere),
                    Binding.of(
                                    "S",
                                    "save what was changed here to config.toml, for the next start",
                                    OptionsScreen::save)
                            .inBar("save"),
                    Binding.of(
                                    "c",
                                    "only those that have another value than their default, or all",
                                    OptionsScreen::onlyChanged)
                            .inBar("changed only"),
                    Binding.<OptionsScreen>of("/", "only those with a text", screen -> screen.rows.ask(screen.desk))
                            .inBar("find")));

    private static final int NAME = 28;
    private static final int SOURCE = 13;
    private static final int HELP = 4;

    private final Desk desk;
    private final Cursor cursor = new Cursor();
    private final Searched<OptionSpec> rows = new Searched<>(cursor, option -> option.name() + " " + option.help());
    private List<OptionSpec> all = List.of();
    private boolean changedOnly;

    /** Begins to read the options. */
    public OptionsScreen(Desk desk) {
        this.desk = desk;
        read();
    }

    private boolean isReadOnly() {
        return desk.source().relation() == Source.Relation.READ_ONLY;
    }

    private void read() {
        if (isReadOnly()) {
            return;
        }
        desk.work(() -> desk.source().control().options(), this::show);
    }

    private void show(List<OptionSpec> options) {
        all = options;
        rows.set(options.stream()
                .filter(option -> !changedOnly || isChanged(option))
                .toList());
    }

    private static boolean isChanged(OptionSpec option) {
        return option.source() != OptionSource.DEFAULT;
    }

    private void onlyChanged() {
        changedOnly = !changedOnly;
        show(all);
    }

    @Override
    public String title() {
        return "options";
    }

    @Override
    public Line heading() {
        String search = rows.wanted().isEmpty() ? "" : " with \"" + rows.wanted() + "\"";
        return Line.of(Style.DIM, (changedOnly ? "changed only" : "") + search);
    }

    @Override
    public List<Line> lines(int width, int height) {
        List<Line> lines = new ArrayList<>();
        lines.add(Line.builder()
                .left(Style.HEADING, "  option", NAME + 2)
                .left(Style.HEADING, " value", value(width) + 1)
                .left(Style.HEADING, " set by", SOURCE + 1)
                .add(Style.HEADING, " default")
                .build());
        if (rows.shown().isEmpty()) {
            lines.add(Line.of(Style.DIM, empty()));
            return lines;
        }
        List<Line> help = help(rows.shown().get(cursor.row()), width);
        int room = Math.max(1, height - 1 - help.size());
        lines.addAll(cursor.visible(room, width, i -> row(rows.shown().get(i), width)));
        while (lines.size() < room + 1) {
            lines.add(Line.EMPTY);
        }
        lines.addAll(help);
        return lines;
    }

    private String empty() {
        if (isReadOnly()) {
            return "there are no options, as " + desk.source().lack();
        }
        return all.isEmpty() ? "nothing was read yet" : "no such options";
    }

    private static int value(int width) {
        return Math.max(12, (width - NAME - SOURCE - 5) / 2);
    }

    private static Line row(OptionSpec option, int width) {
        boolean changed = isChanged(option);
        return Line.builder()
                .add(Style.WARNING, changed ? "* " : "  ")
                .left(Style.KEY, option.name(), NAME)
                .add(" ")
                .left(changed ? Style.BOLD : Style.TEXT, option.current(), value(width))
                .add(" ")
                .left(Style.DIM, changed ? option.source().toString() : "", SOURCE)
                .add(" ")
                .add(Style.DIM, option.defaultText())
                .build();
    }

    private static List<Line> help(OptionSpec option, int width) {
        List<Line> lines = new ArrayList<>();
        lines.add(Line.EMPTY);
        lines.addAll(Paragraph.of(Style.NOTE, option.help(), width, HELP));
        String accepted = option.type().accepted()
                + (option.live() ? "" : "; the next start reads it")
                + (option.defaultText().isEmpty() ? "" : "; default " + option.defaultText());
        lines.addAll(Paragraph.of(Style.DIM, accepted, width, 2));
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

    private OptionSpec chosen() {
        return rows.shown().get(cursor.row());
    }

    private @Nullable String fixed() {
        if (rows.shown().isEmpty()) {
            return "there is no option to change";
        }
        String name = chosen().name();
        return chosen().live()
                ? null
                : name + " cannot change while Steno runs: set it in config.toml or by --" + name
                        + " for the next start";
    }

    private @Nullable String notChangedHere() {
        if (rows.shown().isEmpty()) {
            return "there is no option to reset";
        }
        return chosen().source() == OptionSource.RUNTIME
                ? null
                : chosen().name() + " was not changed while Steno runs, so there is nothing to reset";
    }

    private void edit() {
        OptionSpec option = chosen();
        desk.ask(OptionPrompt.of(option, text -> change("options.set", option.name(), text)));
    }

    private void reset() {
        change("options.reset", chosen().name());
    }

    private void save() {
        desk.call("options.save", List.of(), text -> {
            String names =
                    text.lines().skip(1).map(line -> line.split("\t", 2)[0]).collect(Collectors.joining(", "));
            desk.say(names.isEmpty() ? "config.toml has these values already" : "saved to config.toml: " + names);
        });
    }

    private void change(String command, String... arguments) {
        desk.call(command, List.of(arguments), done -> {
            desk.say(arguments[0] + (arguments.length == 1 ? " was reset" : " is " + arguments[1]));
            read();
        });
    }
}

package dev.steno.tui.page;

import dev.steno.log.LogLevel;
import dev.steno.log.LogLine;
import dev.steno.tui.line.Line;
import dev.steno.tui.line.Style;
import dev.steno.tui.screen.Binding;
import dev.steno.tui.screen.Desk;
import dev.steno.tui.screen.KeyTable;
import dev.steno.tui.screen.Pressed;
import dev.steno.tui.screen.Screen;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The newest lines of the log of the Steno that records; as long as the cursor is on the last one, it stays there. */
public final class LogScreen implements Screen {
    public static final KeyTable<LogScreen> KEYS = Cursor.keys(
            "Log",
            screen -> screen.cursor,
            List.of(
                    Binding.of("l", "only warnings and errors; only errors; all", LogScreen::nextLevel)
                            .inBar("level"),
                    Binding.of("F", "to the newest line, and follow", LogScreen::follow)
                            .inBar("follow"),
                    Binding.of("y", "copy the line", LogScreen::copy)
                            .inBar("copy")
                            .unless(LogScreen::nothing)));

    private static final DateTimeFormatter CLOCK =
            DateTimeFormatter.ofPattern("HH:mm:ss.SSS").withZone(ZoneId.systemDefault());

    /** Upper bound on the lines of the chosen one below the others, if it is wider than the screen. */
    private static final int WHOLE = 6;

    private final Desk desk;
    private final Cursor cursor = new Cursor();
    private List<LogLine> lines = List.of();
    private LogLevel least = LogLevel.INFO;
    private boolean following = true;

    public LogScreen(Desk desk) {
        this.desk = desk;
    }

    @Override
    public String title() {
        return "log";
    }

    @Override
    public Line heading() {
        return Line.of(
                Style.DIM,
                switch (least) {
                    case INFO -> "";
                    case WARNING -> "warnings and errors";
                    case ERROR -> "errors";
                });
    }

    @Override
    public void prepare(int width, int height) {
        LogLine chosen = lines.isEmpty() ? null : lines.get(cursor.row());
        lines = desk.state().log().stream()
                .filter(line -> line.level().compareTo(least) >= 0)
                .toList();
        cursor.resize(lines.size());
        if (following || chosen == null) {
            cursor.to(lines.size() - 1);
        } else {
            cursor.to(rowOf(chosen.number()));
        }
    }

    /** Returns the row of a line, or of the next one if that is not shown. */
    private int rowOf(long number) {
        int row = 0;
        while (row < lines.size() && lines.get(row).number() < number) {
            row++;
        }
        return row;
    }

    @Override
    public List<Line> lines(int width, int height) {
        if (lines.isEmpty()) {
            return List.of(Line.of(Style.DIM, empty()));
        }
        Line chosen = row(lines.get(cursor.row()));
        List<Line> whole = chosen.width() <= width
                ? List.of()
                : Paragraph.of(Style.NOTE, lines.get(cursor.row()).text(), width, WHOLE);
        int room = Math.max(1, height - whole.size());
        List<Line> shown = new ArrayList<>(cursor.visible(room, width, i -> row(lines.get(i))));
        while (shown.size() < room && !whole.isEmpty()) {
            shown.add(Line.EMPTY);
        }
        shown.addAll(whole);
        return shown;
    }

    private String empty() {
        return switch (desk.source().relation()) {
            case READ_ONLY -> "there is no log, as " + desk.source().lack();
            default -> least == LogLevel.INFO ? "no lines yet" : "no such lines; l shows all";
        };
    }

    private static Line row(LogLine line) {
        return Line.builder()
                .add(Style.DIM, CLOCK.format(line.time()) + " ")
                .left(style(line.level()), line.level().name().toLowerCase(Locale.ROOT), 8)
                .add(Style.KEY, line.subject() + " ")
                .add(line.text())
                .build();
    }

    private static Style style(LogLevel level) {
        return switch (level) {
            case INFO -> Style.INFO;
            case WARNING -> Style.WARNING;
            case ERROR -> Style.ERROR;
        };
    }

    @Override
    public List<KeyTable<?>> keys() {
        return List.of(KEYS);
    }

    @Override
    public Pressed press(String key) {
        Pressed pressed = KEYS.press(this, key, desk);
        following = cursor.isAtEnd();
        return pressed;
    }

    private void nextLevel() {
        least = LogLevel.values()[(least.ordinal() + 1) % LogLevel.values().length];
        prepare(0, 0);
    }

    private void follow() {
        cursor.to(lines.size() - 1);
    }

    private @Nullable String nothing() {
        return lines.isEmpty() ? "there is no line to copy" : null;
    }

    private void copy() {
        desk.copy(lines.get(cursor.row()).toText());
        desk.say("copied");
    }
}

package dev.steno.tui.page;

import dev.steno.filter.Filter;
import dev.steno.tui.line.Line;
import dev.steno.tui.line.Style;
import dev.steno.tui.screen.Binding;
import dev.steno.tui.screen.Desk;
import dev.steno.tui.screen.KeyTable;
import dev.steno.tui.screen.Pressed;
import dev.steno.tui.screen.Screen;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Questions about the flows that the view shows; asked again now and then, since flows and the filter change. */
public final class StatisticsScreen implements Screen {
    public static final KeyTable<StatisticsScreen> KEYS = Cursor.keys("Statistics", screen -> screen.cursor, own());

    private static final long STANDS_NANOS = 2_000_000_000;

    private final Desk desk;
    private final Cursor cursor = new Cursor();
    private int chapter;
    private int asks;
    private boolean asking;
    private long answered;
    private @Nullable Answer answer;
    private List<ChartRow> rows = List.of();

    public StatisticsScreen(Desk desk) {
        this.desk = desk;
    }

    private static List<Binding<StatisticsScreen>> own() {
        List<Binding<StatisticsScreen>> keys = new ArrayList<>();
        keys.add(Binding.<StatisticsScreen>of(
                        "], right, l, tab", "next question", screen -> screen.choose(screen.chapter + 1))
                .inBar("next"));
        keys.add(Binding.<StatisticsScreen>of(
                        "[, left, h, shift-tab", "previous question", screen -> screen.choose(screen.chapter - 1))
                .inBar("previous"));
        keys.add(Binding.of("enter", "show the flows of this row", StatisticsScreen::filter)
                .inBar("filter")
                .unless(StatisticsScreen::noFilter));
        for (int i = 0; i < Chapter.ALL.size(); i++) {
            int number = i;
            keys.add(Binding.of(Integer.toString(i + 1), Chapter.ALL.get(i).name(), screen -> screen.choose(number)));
        }
        return keys;
    }

    /** What was answered. Immutable. */
    private record Answer(Chart chart, String scope) {}

    private void choose(int number) {
        chapter = Math.floorMod(number, Chapter.ALL.size());
        answer = null;
        asking = false;
        rows = List.of();
        cursor.to(0);
    }

    @Override
    public String title() {
        return "statistics › " + Chapter.ALL.get(chapter).name();
    }

    @Override
    public Line heading() {
        Answer last = answer;
        return last == null
                ? Line.EMPTY
                : Line.of(Style.DIM, last.scope().isEmpty() ? "all flows" : "/" + last.scope());
    }

    @Override
    public void prepare(int width, int height) {
        boolean stale = answer == null || System.nanoTime() - answered > STANDS_NANOS;
        if (stale && !asking) {
            ask();
        }
        if (answer != null) {
            rows = answer.chart().rows(width);
            cursor.resize(rows.size());
        }
    }

    private void ask() {
        asking = true;
        int number = ++asks;
        Chapter asked = Chapter.ALL.get(chapter);
        CompletableFuture<Answer> next = ViewScope.of(desk.source().view())
                .thenCompose(scope -> asked.asking()
                        .ask(desk.source().statistics(), scope.flows())
                        .thenApply(chart -> new Answer(chart, scope.text())))
                .exceptionally(StatisticsScreen::failure);
        desk.await(next, done -> show(number, done));
    }

    private static Answer failure(Throwable thrown) {
        Throwable cause = thrown.getCause() == null ? thrown : thrown.getCause();
        ChartRow row = ChartRow.of(Line.of(Style.ERROR, "the question cannot be answered: " + cause.getMessage()));
        return new Answer(width -> List.of(row), "");
    }

    private void show(int number, Answer done) {
        if (number == asks && asking) {
            asking = false;
            answered = System.nanoTime();
            answer = done;
        }
    }

    @Override
    public List<Line> lines(int width, int height) {
        List<Line> lines = new ArrayList<>();
        Line.Builder bar = Line.builder();
        for (int i = 0; i < Chapter.ALL.size(); i++) {
            bar.add(
                            i == chapter ? Style.HEADING : Style.DIM,
                            (i + 1) + " " + Chapter.ALL.get(i).name())
                    .add(" ");
        }
        lines.add(bar.build());
        if (answer == null) {
            lines.add(Line.of(Style.DIM, "counting…"));
        } else {
            lines.addAll(cursor.visible(height - 1, width, i -> rows.get(i).line()));
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

    private @Nullable Filter chosen() {
        return cursor.row() < rows.size() ? rows.get(cursor.row()).filter() : null;
    }

    private @Nullable String noFilter() {
        return chosen() == null ? "this row stands for no flows that a filter finds" : null;
    }

    private void filter() {
        ViewScope.narrow(desk, Objects.requireNonNull(chosen()));
    }
}

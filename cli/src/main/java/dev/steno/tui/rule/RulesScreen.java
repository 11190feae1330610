package dev.steno.tui.rule;

import dev.steno.rule.RuleCommands.Listed;
import dev.steno.text.Quantity;
import dev.steno.tui.line.Ground;
import dev.steno.tui.line.Line;
import dev.steno.tui.line.Style;
import dev.steno.tui.screen.Binding;
import dev.steno.tui.screen.Desk;
import dev.steno.tui.screen.KeyTable;
import dev.steno.tui.screen.Pressed;
import dev.steno.tui.screen.Screen;
import dev.steno.tui.screen.TextPage;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The rules in the order in which they act, with how often each did. */
public final class RulesScreen implements Screen {
    public static final KeyTable<RulesScreen> KEYS = KeyTable.of(
            "Rules",
            Binding.<RulesScreen>of("space", "switch the rule on or off", rules -> rules.on(rules::toggle))
                    .inBar("on/off")
                    .unless(RulesScreen::nothing),
            Binding.of("n", "new rule, in one line", RulesScreen::add)
                    .inBar("new")
                    .unless(rules -> RulePrompts.refusal(rules.desk)),
            Binding.<RulesScreen>of("enter, e", "change the rule", rules -> rules.on(rules::change))
                    .inBar("change")
                    .unless(RulesScreen::fixed),
            Binding.<RulesScreen>of("d", "delete the rule", rules -> rules.on(rules::delete))
                    .inBar("delete")
                    .unless(RulesScreen::fixed),
            Binding.<RulesScreen>of(
                            "t", "what the rule would have done to recorded flows", rules -> rules.on(rules::test))
                    .inBar("test")
                    .unless(RulesScreen::fixed),
            Binding.of("T", "the same of a rule that is typed, without setting it", RulesScreen::testTyped)
                    .unless(rules -> RulePrompts.refusal(rules.desk)),
            Binding.<RulesScreen>of("j, down", "one rule down", rules -> rules.moveTo(rules.cursor + 1)),
            Binding.<RulesScreen>of("k, up", "one rule up", rules -> rules.moveTo(rules.cursor - 1)),
            Binding.<RulesScreen>of("home, g", "to the first rule", rules -> rules.moveTo(0)),
            Binding.<RulesScreen>of("end, G", "to the last rule", rules -> rules.moveTo(Integer.MAX_VALUE)));

    /** How often the list is read again while it is shown, in nanoseconds: it counts. */
    private static final long PACE = TimeUnit.SECONDS.toNanos(1);

    private static final int NAME = 18;

    private final Desk desk;
    private final RuleChanges changes;
    private List<Listed> listed = List.of();
    private int cursor;
    private boolean loading;
    private boolean known;
    private long loaded = System.nanoTime() - PACE;
    private String failure = "";

    public RulesScreen(Desk desk) {
        this.desk = desk;
        this.changes = new RuleChanges(desk, this::refresh);
    }

    private void refresh() {
        loaded = System.nanoTime() - PACE;
    }

    @Override
    public String title() {
        return "rules";
    }

    /** What was told, or why it was not. */
    private record Told(List<Listed> rules, String failure) {}

    @Override
    public void prepare(int width, int height) {
        if (loading || System.nanoTime() - loaded < PACE) {
            return;
        }
        loading = true;
        desk.work(
                () -> {
                    try {
                        return new Told(desk.source().rules(), "");
                    } catch (RuntimeException e) {
                        return new Told(List.of(), String.valueOf(e.getMessage()));
                    }
                },
                this::take);
    }

    private void take(Told told) {
        loading = false;
        known = true;
        loaded = System.nanoTime();
        listed = told.rules();
        failure = told.failure();
        moveTo(cursor);
    }

    @Override
    public List<Line> lines(int width, int height) {
        if (!failure.isEmpty()) {
            return List.of(Line.of(Style.ERROR, failure));
        }
        List<Line> lines = new ArrayList<>();
        lines.add(Line.builder()
                .right(Style.HEADING, "#", 3)
                .add(" ")
                .left(Style.HEADING, "", 4)
                .left(Style.HEADING, "name", NAME)
                .right(Style.HEADING, "hits", 8)
                .right(Style.HEADING, "failed", 8)
                .add(Style.HEADING, "  rule")
                .build());
        int rows = Math.max(1, height - 1);
        int top = Math.max(0, cursor - rows + 1);
        for (int i = top; i < Math.min(listed.size(), top + rows); i++) {
            Line line = row(listed.get(i)).fit(width);
            lines.add(i == cursor ? line.on(Ground.FOCUS) : line);
        }
        if (listed.isEmpty()) {
            lines.add(Line.of(Style.DIM, known ? String.valueOf(nothing()) : "reading…"));
        }
        return lines;
    }

    private static Line row(Listed rule) {
        String spec = rule.spec().contains(rule.filter()) ? rule.spec() : rule.filter() + "  " + rule.spec();
        return Line.builder()
                .right(Style.DIM, Integer.toString(rule.order()), 3)
                .add(" ")
                .left(rule.on() ? Style.GOOD : Style.DIM, rule.on() ? "on" : "off", 4)
                .left(rule.on() ? Style.BOLD : Style.DIM, rule.name(), NAME)
                .right(Style.TEXT, Long.toString(rule.hits()), 8)
                .right(Style.ERROR, rule.failed() == 0 ? "" : Long.toString(rule.failed()), 8)
                .add(Style.KEY, "  " + (rule.name().startsWith(rule.kind()) ? "" : rule.kind() + " "))
                .add(rule.on() ? Style.TEXT : Style.DIM, spec.isEmpty() ? "all requests" : spec)
                .add(Style.DIM, RuleChanges.isOfOption(rule) ? "" : "  of " + rule.source())
                .build();
    }

    @Override
    public List<KeyTable<?>> keys() {
        return List.of(KEYS);
    }

    @Override
    public Pressed press(String key) {
        return KEYS.press(this, key, desk);
    }

    /** Returns why there is no rule to do anything with; null if there is one. */
    private @Nullable String nothing() {
        String refusal = RulePrompts.refusal(desk);
        if (refusal != null) {
            return refusal;
        }
        return listed.isEmpty() ? "there are no rules; n adds one" : null;
    }

    /** Returns why the rule with the cursor cannot be changed here; null if it can. */
    private @Nullable String fixed() {
        String nothing = nothing();
        if (nothing != null) {
            return nothing;
        }
        Listed rule = listed.get(cursor);
        return RuleChanges.isOfOption(rule)
                ? null
                : rule.name() + " is a rule of " + rule.source() + "; change it there: it is read again by itself";
    }

    private void moveTo(int index) {
        cursor = Math.max(0, Math.min(index, listed.size() - 1));
    }

    private void on(Consumer<Listed> action) {
        action.accept(listed.get(cursor));
    }

    private void toggle(Listed rule) {
        desk.call(rule.on() ? "rules.off" : "rules.on", List.of(rule.name()), done -> {
            desk.say(rule.name() + (rule.on() ? " is off" : " is on"));
            refresh();
        });
    }

    private void add() {
        RulePrompts.ask(desk, "rule: ", "", changes::add);
    }

    private void change(Listed rule) {
        RulePrompts.ask(desk, "rule: ", (rule.kind() + " " + rule.spec()).strip(), line -> changes.replace(rule, line));
    }

    private void delete(Listed rule) {
        desk.confirm(
                "Delete " + rule.name() + "? It acts no more then; " + Quantity.count(rule.hits(), "message")
                        + " until now.",
                () -> changes.remove(rule));
    }

    private void test(Listed rule) {
        test(rule.kind(), rule.spec());
    }

    private void testTyped() {
        RulePrompts.ask(desk, "try rule: ", "", line -> test(line.kind().label(), line.spec()));
    }

    private void test(String kind, String spec) {
        desk.call("rules.test", List.of(kind, spec), text -> {
            List<Line> lines = new ArrayList<>();
            lines.add(Line.of(Style.HEADING, "What " + (kind + " " + spec).strip() + " would have done:"));
            text.lines().map(Line::of).forEach(lines::add);
            desk.open(new TextPage(desk, "test of a rule", lines));
        });
    }
}

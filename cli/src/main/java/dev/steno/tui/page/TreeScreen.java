package dev.steno.tui.page;

import dev.steno.stats.Question;
import dev.steno.stats.SiteTree;
import dev.steno.text.Quantity;
import dev.steno.tui.line.Line;
import dev.steno.tui.line.Style;
import dev.steno.tui.screen.Binding;
import dev.steno.tui.screen.Desk;
import dev.steno.tui.screen.KeyTable;
import dev.steno.tui.screen.Pressed;
import dev.steno.tui.screen.Screen;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The hosts and paths of the flows that the view shows; a node's children are read when it is opened. */
public final class TreeScreen implements Screen {
    public static final KeyTable<TreeScreen> KEYS = Cursor.keys(
            "Tree",
            screen -> screen.cursor,
            List.of(
                    Binding.of("enter", "show the flows of this node", TreeScreen::filter)
                            .inBar("filter")
                            .unless(TreeScreen::nothing),
                    Binding.of("right, l, +", "open the node", TreeScreen::unfold)
                            .inBar("unfold")
                            .unless(TreeScreen::isLeaf),
                    Binding.of("left, h", "close the node, or go to the one above", TreeScreen::fold)
                            .inBar("fold")
                            .unless(TreeScreen::nothing),
                    Binding.of("space", "open or close the node", TreeScreen::toggle)
                            .unless(TreeScreen::isLeaf),
                    Binding.of("ctrl-r", "count again", TreeScreen::read).inBar("count again")));

    private static final int COUNT = 9;
    private static final int QUANTITY = 10;

    private final Desk desk;
    private final Cursor cursor = new Cursor();
    private List<TreeNode> visible = List.of();
    private List<TreeNode> hosts = List.of();
    private String note = "nothing was counted yet; ctrl-r counts again";
    private String scope = "";

    /** Begins to read the hosts. */
    public TreeScreen(Desk desk) {
        this.desk = desk;
        read();
    }

    private void read() {
        ask("", answer -> {
            hosts = TreeNode.of(answer, 0);
            note = hosts.isEmpty() ? "no flows" : "";
            show();
        });
    }

    private void ask(String path, Consumer<SiteTree.Answer> then) {
        Question<SiteTree.Answer> question = new Question<>(List.of("tree", path, 0L), () -> new SiteTree(path, 0));
        CompletableFuture<SiteTree.Answer> answer = ViewScope.of(desk.source().view())
                .thenCompose(found -> {
                    scope = found.text();
                    return desk.source().statistics().answerLater(found.flows(), question);
                });
        desk.await(answer, then);
    }

    private void show() {
        List<TreeNode> all = new ArrayList<>();
        hosts.forEach(host -> host.collect(all));
        visible = all;
        cursor.resize(all.size());
    }

    @Override
    public String title() {
        return "tree";
    }

    @Override
    public Line heading() {
        return Line.of(Style.DIM, scope.isEmpty() ? "all flows" : "/" + scope);
    }

    @Override
    public List<Line> lines(int width, int height) {
        List<Line> lines = new ArrayList<>();
        lines.add(Line.builder()
                .right(Style.HEADING, "flows", COUNT)
                .right(Style.HEADING, "errors", COUNT)
                .right(Style.HEADING, "bytes", QUANTITY)
                .right(Style.HEADING, "p95", QUANTITY)
                .add(Style.HEADING, "  host and path")
                .build());
        if (visible.isEmpty()) {
            lines.add(Line.of(Style.DIM, note));
        } else {
            lines.addAll(cursor.visible(height - 1, width, i -> row(visible.get(i))));
        }
        return lines;
    }

    private static Line row(TreeNode of) {
        SiteTree.Node node = of.node();
        return Line.builder()
                .right(Style.NUMBER, Figures.count(node.flows()), COUNT)
                .right(node.errors() > 0 ? Style.ERROR : Style.DIM, Figures.count(node.errors()), COUNT)
                .right(Style.TEXT, Quantity.bytes(node.bytes()), QUANTITY)
                .right(Style.TEXT, Figures.duration(node.p95()), QUANTITY)
                .add("  " + "  ".repeat(of.depth()) + (node.leaf() ? "  " : of.isOpen() ? "▾ " : "▸ "))
                .add(of.depth() == 0 ? Style.BOLD : Style.TEXT, node.name())
                .add(Style.DIM, of.more() > 0 ? "  (" + Figures.count(of.more()) + " more below)" : "")
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

    private TreeNode chosen() {
        return visible.get(cursor.row());
    }

    private @Nullable String nothing() {
        return visible.isEmpty() ? "there are no flows" : null;
    }

    private @Nullable String isLeaf() {
        if (visible.isEmpty()) {
            return nothing();
        }
        return chosen().node().leaf() ? chosen().node().name() + " has nothing below it" : null;
    }

    private void unfold() {
        TreeNode node = chosen();
        ask(node.node().path(), answer -> {
            node.open(answer);
            show();
        });
    }

    private void fold() {
        TreeNode node = chosen();
        if (node.isOpen()) {
            node.close();
            show();
            return;
        }
        int row = cursor.row();
        while (row > 0 && visible.get(row).depth() >= node.depth() && node.depth() > 0) {
            row--;
        }
        cursor.to(row);
    }

    private void toggle() {
        if (chosen().isOpen()) {
            fold();
        } else {
            unfold();
        }
    }

    private void filter() {
        ViewScope.narrow(desk, chosen().node().filter());
    }
}

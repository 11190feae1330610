package dev.steno.tui.screen;

import dev.steno.tui.line.Line;
import java.util.List;

/** A page of lines that are read and scrolled, such as the result of a command. */
public final class TextPage implements Screen {
    public static final KeyTable<TextPage> KEYS = KeyTable.of(
            "Page of text",
            Binding.<TextPage>of("j, down", "one line down", page -> page.scroll.move(1)),
            Binding.<TextPage>of("k, up", "one line up", page -> page.scroll.move(-1)),
            Binding.<TextPage>of("ctrl-d", "half a page down", page -> page.scroll.page(0.5)),
            Binding.<TextPage>of("ctrl-u", "half a page up", page -> page.scroll.page(-0.5)),
            Binding.<TextPage>of("pagedown, ctrl-f, space", "a page down", page -> page.scroll.page(1)),
            Binding.<TextPage>of("pageup, ctrl-b", "a page up", page -> page.scroll.page(-1)),
            Binding.<TextPage>of("home", "to the beginning", page -> page.scroll.home()),
            Binding.<TextPage>of("end, G", "to the end", page -> page.scroll.end()),
            Binding.<TextPage>of("right", "to the right", page -> page.scroll.shift(8)),
            Binding.<TextPage>of("left", "to the left", page -> page.scroll.shift(-8)));

    private final Desk desk;
    private final String title;
    private final List<Line> lines;
    private final Scroll scroll = new Scroll();

    public TextPage(Desk desk, String title, List<Line> lines) {
        this.desk = desk;
        this.title = title;
        this.lines = List.copyOf(lines);
    }

    @Override
    public String title() {
        return title;
    }

    @Override
    public List<Line> lines(int width, int height) {
        return scroll.visible(lines, height);
    }

    @Override
    public List<KeyTable<?>> keys() {
        return List.of(KEYS);
    }

    @Override
    public Pressed press(String key) {
        return KEYS.press(this, key, desk);
    }
}

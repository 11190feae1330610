package dev.steno.tui.detail;

import java.util.List;

/** The tabs, in their order. */
final class DetailTabs {
    private static final List<DetailTab> ALL = List.of(
            new MessageTab(true),
            new MessageTab(false),
            new MessagesTab(),
            new TimingTab(),
            new ConnectionTab(),
            new NotesTab(),
            new RawTab());

    private DetailTabs() {}

    /** Returns those that a flow has. */
    static List<DetailTab> of(ShownFlow shown) {
        return ALL.stream().filter(tab -> tab.fits(shown)).toList();
    }
}

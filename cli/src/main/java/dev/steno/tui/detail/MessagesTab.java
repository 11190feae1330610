package dev.steno.tui.detail;

import dev.steno.tui.message.MessagePane;
import dev.steno.tui.screen.Screen;

/** The messages of a stream. */
final class MessagesTab implements DetailTab {
    @Override
    public String name() {
        return "Messages";
    }

    @Override
    public boolean fits(ShownFlow shown) {
        return MessagePane.isFor(shown.newest());
    }

    @Override
    public Screen show(ShownFlow shown, Panes panes, boolean same) {
        panes.messages().show(shown.newest());
        return panes.messages();
    }
}

package dev.steno.tui.detail;

import dev.steno.tui.screen.Screen;
import dev.steno.tui.viewer.Content;

/** A tab that is shown by the viewer. Stateless. */
interface TextTab extends DetailTab {

    /** Returns what the viewer shows. */
    Content content(ShownFlow shown, Panes panes);

    @Override
    default Screen show(ShownFlow shown, Panes panes, boolean same) {
        panes.viewer().show(content(shown, panes), same);
        return panes.viewer();
    }
}

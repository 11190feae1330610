package dev.steno.tui.detail;

import dev.steno.tui.screen.Screen;

/** One tab of the screen of a flow. Stateless. */
interface DetailTab {

    /** Returns its name, one word. */
    String name();

    /** Whether a flow has anything to show there. */
    boolean fits(ShownFlow shown);

    /**
     * Has a pane show a flow.
     *
     * @param same whether the pane shows this tab of this flow already, so that the place stays
     * @return that pane
     */
    Screen show(ShownFlow shown, Panes panes, boolean same);
}

package dev.steno.tui.action;

import dev.steno.view.Arrangement;

/** The flows on the screen that keys act on. For the interface's thread. */
public interface ShownFlows {

    /** Returns the selected flows, or else the focused one; empty if there is none. */
    Chosen chosen();

    /** Whether flows are selected. */
    boolean isSelecting();

    /** Returns the flow that has the focus; 0 if none has. */
    long focus();

    /** Returns which flows are shown. */
    Arrangement arrangement();

    /** Returns how many flows are shown. */
    long size();

    /** Has flows read again that a command has changed. */
    void changed(Chosen flows);

    /** Moves the focus to a flow if it is shown. */
    void focusOn(long flow);

    /** Ends the selection. */
    void unselect();
}

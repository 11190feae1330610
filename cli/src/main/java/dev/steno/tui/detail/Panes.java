package dev.steno.tui.detail;

import dev.steno.look.BodyLooks;
import dev.steno.look.DecodedBodies;
import dev.steno.tui.message.MessagePane;
import dev.steno.tui.screen.Desk;
import dev.steno.tui.viewer.ViewChoices;
import dev.steno.tui.viewer.Viewer;

/** The panes in which tabs are shown, and what they read bodies with. For the interface's thread. */
final class Panes {
    private final DecodedBodies decoded = new DecodedBodies();
    private final BodyLooks looks;
    private final ViewChoices choices = new ViewChoices();
    private final Viewer viewer;
    private final MessagePane messages;

    Panes(Desk desk) {
        looks = new BodyLooks(decoded, desk.source().schema());
        viewer = new Viewer(desk, choices);
        messages = new MessagePane(desk, decoded, choices);
    }

    Viewer viewer() {
        return viewer;
    }

    MessagePane messages() {
        return messages;
    }

    BodyLooks looks() {
        return looks;
    }

    ViewChoices choices() {
        return choices;
    }

    void close() {
        decoded.close();
    }
}

package dev.steno.tui.app;

import dev.steno.tui.screen.Binding;
import dev.steno.tui.screen.KeyTable;

/** The keys that hold on every screen that does not use them otherwise. */
public final class CommonKeys {
    public static final KeyTable<App> TABLE = KeyTable.of(
            "Everywhere",
            Binding.<App>of(":", "command line, or the name of a screen", app -> app.askForCommand(""))
                    .inBar("command"),
            Binding.<App>of("?", "keys of this place", App::showKeys).inBar("keys"),
            Binding.<App>of("O", "options", app -> app.openNamed("options")),
            Binding.<App>of("C", "commands", app -> app.openNamed("commands")),
            Binding.<App>of("E", "log", app -> app.openNamed("log")),
            Binding.<App>of("K", "keys of all places", app -> app.openNamed("keys")),
            Binding.<App>of("esc", "back", App::back),
            Binding.<App>of("q", "back; on the first screen, quit", App::backOrQuit),
            Binding.<App>of("Q, ctrl-c", "quit, after a question if messages are held", App::quit),
            Binding.of("u", "undo a removal that waits; the newest first", App::undo),
            Binding.<App>of("ctrl-l", "draw the screen again", App::changed),
            Binding.<App>of("ctrl-z", "stop the program until it is continued (fg)", App::suspend));

    private CommonKeys() {}
}

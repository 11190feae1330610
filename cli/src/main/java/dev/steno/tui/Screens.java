package dev.steno.tui;

import dev.steno.tui.app.CommonKeys;
import dev.steno.tui.app.KeysPage;
import dev.steno.tui.detail.DetailScreen;
import dev.steno.tui.list.ListScreen;
import dev.steno.tui.page.CommandsScreen;
import dev.steno.tui.page.ConnectionsScreen;
import dev.steno.tui.page.LogScreen;
import dev.steno.tui.page.OptionsScreen;
import dev.steno.tui.page.StatisticsScreen;
import dev.steno.tui.page.TreeScreen;
import dev.steno.tui.screen.KeyTable;
import dev.steno.tui.screen.ScreenEntry;
import dev.steno.tui.screen.TextPage;
import java.util.ArrayList;
import java.util.List;

/** The table of screens: the only list of them. */
final class Screens {
    /** Those that are opened by their name, in alphabetical order. */
    static final List<ScreenEntry> ENTRIES = List.of(
            new ScreenEntry(
                    "commands", "The commands, with their arguments.", CommandsScreen.KEYS, CommandsScreen::new),
            new ScreenEntry(
                    "connections",
                    "The newest connections of clients.",
                    ConnectionsScreen.KEYS,
                    ConnectionsScreen::new),
            new ScreenEntry("keys", "The keys of all places.", TextPage.KEYS, desk -> KeysPage.of(desk, keys())),
            new ScreenEntry("log", "The log of the Steno that records.", LogScreen.KEYS, LogScreen::new),
            new ScreenEntry("options", "The options, which can be changed.", OptionsScreen.KEYS, OptionsScreen::new),
            new ScreenEntry(
                    "statistics",
                    "Questions about the flows that are shown.",
                    StatisticsScreen.KEYS,
                    StatisticsScreen::new),
            new ScreenEntry(
                    "tree", "The hosts and paths of the flows that are shown.", TreeScreen.KEYS, TreeScreen::new));

    private Screens() {}

    /** Returns all tables of keys, for the documentation. */
    static List<KeyTable<?>> keys() {
        List<KeyTable<?>> tables = new ArrayList<>(List.of(ListScreen.KEYS, FlowsScreen.KEYS, DetailScreen.KEYS));
        ENTRIES.stream().map(ScreenEntry::keys).distinct().forEach(tables::add);
        tables.add(CommonKeys.TABLE);
        return tables;
    }
}

package dev.steno.tui;

import dev.steno.tui.action.CopyActions;
import dev.steno.tui.action.FileActions;
import dev.steno.tui.action.FlowActions;
import dev.steno.tui.app.CommonKeys;
import dev.steno.tui.app.KeysPage;
import dev.steno.tui.compare.CompareKeys;
import dev.steno.tui.compare.CompareScreen;
import dev.steno.tui.detail.DetailScreen;
import dev.steno.tui.held.FlowKeys;
import dev.steno.tui.held.HeldScreen;
import dev.steno.tui.held.HeldStreamScreen;
import dev.steno.tui.list.ArrangementKeys;
import dev.steno.tui.list.ListScreen;
import dev.steno.tui.list.SelectionKeys;
import dev.steno.tui.message.MessagePane;
import dev.steno.tui.message.OpenedMessage;
import dev.steno.tui.page.CommandsScreen;
import dev.steno.tui.page.ConnectionsScreen;
import dev.steno.tui.page.LogScreen;
import dev.steno.tui.page.OptionsScreen;
import dev.steno.tui.page.StatisticsScreen;
import dev.steno.tui.page.TreeScreen;
import dev.steno.tui.rule.RulesScreen;
import dev.steno.tui.screen.KeyTable;
import dev.steno.tui.screen.ScreenEntry;
import dev.steno.tui.screen.TextPage;
import dev.steno.tui.viewer.Viewer;
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
            new ScreenEntry(
                    "held", "The held messages, and what can be done with them.", HeldScreen.KEYS, HeldScreen::new),
            new ScreenEntry("keys", "The keys of all places.", TextPage.KEYS, desk -> KeysPage.of(desk, keys())),
            new ScreenEntry("log", "The log of the Steno that records.", LogScreen.KEYS, LogScreen::new),
            new ScreenEntry("options", "The options, which can be changed.", OptionsScreen.KEYS, OptionsScreen::new),
            new ScreenEntry("rules", "The rules, in the order in which they act.", RulesScreen.KEYS, RulesScreen::new),
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
        List<KeyTable<?>> tables = new ArrayList<>(List.of(
                ListScreen.KEYS,
                SelectionKeys.TABLE,
                ArrangementKeys.TABLE,
                FlowActions.KEYS,
                CompareKeys.KEYS,
                CopyActions.KEYS,
                FileActions.KEYS,
                FlowsScreen.KEYS,
                DetailScreen.KEYS,
                FlowKeys.KEYS,
                HeldStreamScreen.KEYS,
                Viewer.KEYS,
                MessagePane.KEYS,
                OpenedMessage.KEYS,
                CompareScreen.KEYS));
        ENTRIES.stream().map(ScreenEntry::keys).distinct().forEach(tables::add);
        tables.add(CommonKeys.TABLE);
        return tables;
    }
}

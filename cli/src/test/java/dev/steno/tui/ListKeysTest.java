package dev.steno.tui;

import static org.assertj.core.api.Assertions.assertThat;

import dev.steno.tui.action.CopyActions;
import dev.steno.tui.action.FileActions;
import dev.steno.tui.action.FlowActions;
import dev.steno.tui.app.CommonKeys;
import dev.steno.tui.compare.CompareKeys;
import dev.steno.tui.held.FlowKeys;
import dev.steno.tui.list.ArrangementKeys;
import dev.steno.tui.list.ListScreen;
import dev.steno.tui.list.SelectionKeys;
import dev.steno.tui.screen.KeyTable;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The keys of the list: a table that is asked first would hide the same key of another one. */
class ListKeysTest {
    /** They lead back, which each place does in its own way. */
    private static final Set<String> BACK = Set.of("esc", "q", "?");

    @Test
    void noKeyOfTheListHasTwoMeanings() {
        List<String> keys = Stream.of(
                        ListScreen.KEYS,
                        SelectionKeys.TABLE,
                        ArrangementKeys.TABLE,
                        FlowActions.KEYS,
                        CompareKeys.KEYS,
                        CopyActions.KEYS,
                        FileActions.KEYS,
                        FlowsScreen.KEYS,
                        FlowKeys.KEYS,
                        CommonKeys.TABLE)
                .map(KeyTable::rows)
                .flatMap(List::stream)
                .flatMap(row -> row.keys().stream())
                .filter(key -> !BACK.contains(key))
                .toList();

        assertThat(keys).contains("O", "C", "K", "=").doesNotHaveDuplicates();
    }
}

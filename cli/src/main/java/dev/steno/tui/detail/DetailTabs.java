package dev.steno.tui.detail;

import dev.steno.flow.Flow;
import java.util.List;

/** The tabs, in their order. */
final class DetailTabs {
    private static final List<DetailTab> ALL = List.of(new MessageTab(true), new MessageTab(false));

    private DetailTabs() {}

    /** Returns those that a flow has. */
    static List<DetailTab> of(Flow flow) {
        return ALL.stream().filter(tab -> tab.fits(flow)).toList();
    }
}

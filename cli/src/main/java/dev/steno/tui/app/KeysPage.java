package dev.steno.tui.app;

import dev.steno.tui.line.Line;
import dev.steno.tui.line.Style;
import dev.steno.tui.screen.Binding;
import dev.steno.tui.screen.Desk;
import dev.steno.tui.screen.KeyTable;
import dev.steno.tui.screen.Screen;
import dev.steno.tui.screen.TextPage;
import java.util.ArrayList;
import java.util.List;

/** The page of keys. Pure. */
public final class KeysPage {
    private static final int KEYS = 22;

    private KeysPage() {}

    /** Returns a page with a heading for each table. */
    public static Screen of(Desk desk, List<KeyTable<?>> tables) {
        return new TextPage(desk, "keys", lines(tables));
    }

    static List<Line> lines(List<KeyTable<?>> tables) {
        List<Line> lines = new ArrayList<>();
        for (KeyTable<?> table : tables) {
            if (!lines.isEmpty()) {
                lines.add(Line.EMPTY);
            }
            lines.add(Line.of(Style.HEADING, table.place()));
            for (Binding<?> row : table.rows()) {
                lines.add(Line.builder()
                        .left(Style.KEY, String.join(", ", row.keys()), KEYS)
                        .add(" " + row.help())
                        .build());
            }
        }
        return lines;
    }
}

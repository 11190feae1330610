package dev.steno.tui.page;

import dev.steno.filter.Filter;
import dev.steno.filter.Regex;
import dev.steno.filter.TextField;
import dev.steno.stats.ConnectionSums;
import dev.steno.text.Quantity;
import dev.steno.tui.line.Line;
import dev.steno.tui.line.Style;
import dev.steno.tui.screen.Binding;
import dev.steno.tui.screen.Desk;
import dev.steno.tui.screen.KeyTable;
import dev.steno.tui.screen.Pressed;
import dev.steno.tui.screen.Screen;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The newest connections of clients, with what passed on them. */
public final class ConnectionsScreen implements Screen {
    public static final KeyTable<ConnectionsScreen> KEYS = Cursor.keys(
            "Connections",
            screen -> screen.cursor,
            List.of(
                    Binding.of("enter", "show the flows of this connection", ConnectionsScreen::filter)
                            .inBar("filter")
                            .unless(ConnectionsScreen::nothing),
                    Binding.of("ctrl-r", "read again", ConnectionsScreen::read).inBar("read again")));

    private static final int MOST = 500;
    private static final int ADDRESS = 22;
    private static final int HOST = 26;

    private final Desk desk;
    private final Cursor cursor = new Cursor();
    private List<ConnectionSums> rows = List.of();
    private String note = "nothing was read yet; ctrl-r reads again";

    /** Begins to read the connections. */
    public ConnectionsScreen(Desk desk) {
        this.desk = desk;
        read();
    }

    private void read() {
        desk.read(reader -> ConnectionSums.newest(reader, MOST, () -> false), found -> {
            rows = found;
            note = "no connections";
            cursor.resize(found.size());
        });
    }

    @Override
    public String title() {
        return "connections";
    }

    @Override
    public List<Line> lines(int width, int height) {
        List<Line> lines = new ArrayList<>();
        lines.add(Line.builder()
                .left(Style.HEADING, "client", ADDRESS)
                .left(Style.HEADING, "host", HOST)
                .right(Style.HEADING, "flows", 7)
                .right(Style.HEADING, "sent", 10)
                .right(Style.HEADING, "received", 10)
                .add(Style.HEADING, "  TLS")
                .build());
        if (rows.isEmpty()) {
            lines.add(Line.of(Style.DIM, note));
            return lines;
        }
        ConnectionSums chosen = rows.get(cursor.row());
        int room = Math.max(1, height - 4);
        lines.addAll(cursor.visible(room, width, i -> row(rows.get(i))));
        while (lines.size() < room + 1) {
            lines.add(Line.EMPTY);
        }
        lines.add(Line.EMPTY);
        lines.add(Line.of(
                Style.NOTE,
                "server " + (chosen.server() == null ? "none" : chosen.server())
                        + tls("; TLS with it ", chosen.tlsOfServer())));
        lines.add(Line.of(
                chosen.error() == null ? Style.DIM : Style.ERROR,
                "began " + Figures.time(chosen.started()) + (chosen.error() == null ? "" : "; " + chosen.error())));
        return lines;
    }

    private static String tls(String before, @Nullable String tls) {
        return tls == null ? "" : before + tls;
    }

    private static Line row(ConnectionSums connection) {
        return Line.builder()
                .left(Style.KEY, connection.client(), ADDRESS)
                .left(Style.TEXT, connection.host(), HOST)
                .right(Style.NUMBER, Figures.count(connection.flows()), 7)
                .right(Style.TEXT, Quantity.bytes(connection.up()), 10)
                .right(Style.TEXT, Quantity.bytes(connection.down()), 10)
                .add(Style.DIM, tls("  ", connection.tlsOfClient()) + tls("  ", connection.alpn()))
                .build();
    }

    @Override
    public List<KeyTable<?>> keys() {
        return List.of(KEYS);
    }

    @Override
    public Pressed press(String key) {
        return KEYS.press(this, key, desk);
    }

    private @Nullable String nothing() {
        return rows.isEmpty() ? "there are no connections" : null;
    }

    private void filter() {
        String client = rows.get(cursor.row()).client();
        ViewScope.narrow(desk, Filter.Matches.of(TextField.SOURCE, "^" + Regex.quote(client) + "$"));
    }
}

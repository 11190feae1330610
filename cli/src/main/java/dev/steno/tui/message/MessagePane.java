package dev.steno.tui.message;

import com.google.re2j.PatternSyntaxException;
import dev.steno.filter.Regex;
import dev.steno.flow.Direction;
import dev.steno.flow.Flow;
import dev.steno.flow.FlowState;
import dev.steno.flow.HttpFlow;
import dev.steno.flow.TcpFlow;
import dev.steno.look.DecodedBodies;
import dev.steno.look.FlowMessages;
import dev.steno.look.MessageFilter;
import dev.steno.look.MessageRow;
import dev.steno.look.MessageWindow;
import dev.steno.text.FileErrors;
import dev.steno.text.Quantity;
import dev.steno.tui.line.Ground;
import dev.steno.tui.line.Line;
import dev.steno.tui.line.Style;
import dev.steno.tui.screen.Binding;
import dev.steno.tui.screen.Desk;
import dev.steno.tui.screen.KeyTable;
import dev.steno.tui.screen.Pressed;
import dev.steno.tui.screen.Prompt;
import dev.steno.tui.screen.Screen;
import dev.steno.tui.viewer.ViewChoices;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The list of the messages of one flow. */
public final class MessagePane implements Screen {
    public static final KeyTable<MessagePane> KEYS = KeyTable.of(
            "Messages",
            Binding.of("enter", "open the message", MessagePane::openMessage)
                    .inBar("open")
                    .unless(MessagePane::empty),
            Binding.of(
                            "/, f",
                            "show only messages that contain an expression; an empty one shows all",
                            MessagePane::askForText)
                    .inBar("filter"),
            Binding.<MessagePane>of(
                    ">", "only the client's messages, or all", pane -> pane.only(Direction.CLIENT_TO_SERVER)),
            Binding.<MessagePane>of(
                    "<", "only the server's messages, or all", pane -> pane.only(Direction.SERVER_TO_CLIENT)),
            Binding.<MessagePane>of("s", "send a message to the server", pane -> pane.askToSend(true))
                    .inBar("send")
                    .unless(MessagePane::unsendable),
            Binding.<MessagePane>of("S", "send a message to the client", pane -> pane.askToSend(false))
                    .unless(MessagePane::unsendable),
            Binding.<MessagePane>of("j, down", "one message down", pane -> pane.rows.move(1)),
            Binding.<MessagePane>of("k, up", "one message up", pane -> pane.rows.move(-1)),
            Binding.<MessagePane>of("ctrl-d", "half a page down", pane -> pane.page(0.5)),
            Binding.<MessagePane>of("ctrl-u", "half a page up", pane -> pane.page(-0.5)),
            Binding.<MessagePane>of("pagedown, ctrl-f", "a page down", pane -> pane.page(1)),
            Binding.<MessagePane>of("pageup, ctrl-b", "a page up", pane -> pane.page(-1)),
            Binding.<MessagePane>of("home, g", "to the first message", pane -> pane.rows.home()),
            Binding.<MessagePane>of("end, G, F", "to the last message, and follow", pane -> pane.rows.follow()),
            Binding.of("esc", "clear the filter", MessagePane::clear));

    /** How often the messages of an open flow are read. */
    private static final long BETWEEN_NANOS = 200_000_000;

    private final Desk desk;
    private final FlowMessages messages;
    private final ViewChoices choices;
    private final MessageWindowState rows = new MessageWindowState();

    private @Nullable Flow flow;
    private MessageFilter filter = MessageFilter.ALL;
    private boolean stale;
    private boolean reading;
    private int reads;
    private long readAt = System.nanoTime();

    public MessagePane(Desk desk, DecodedBodies decoded, ViewChoices choices) {
        this.desk = desk;
        this.messages = new FlowMessages(decoded);
        this.choices = choices;
    }

    /** Whether a flow has messages. */
    public static boolean isFor(Flow flow) {
        return flow instanceof TcpFlow
                || flow instanceof HttpFlow http && (http.webSocket() != null || FlowMessages.isEvents(flow));
    }

    /** Shows the messages of a flow; again if it has changed. */
    public void show(Flow next) {
        Flow before = flow;
        if (before == null || before.id() != next.id()) {
            rows.reset();
            filter = MessageFilter.ALL;
            reading = false;
            reads++; // what is read now is of another flow
        }
        flow = next;
        stale = true;
    }

    @Override
    public String title() {
        return "messages";
    }

    /** Begins to read, if a visible row was not read, or there may be new ones. */
    @Override
    public void prepare(int width, int height) {
        rows.resize(height - 2);
        Flow of = flow;
        if (of == null || reading) {
            return;
        }
        long now = System.nanoTime();
        boolean due = now - readAt >= BETWEEN_NANOS && (of.state() == FlowState.OPEN || rows.isSearching());
        if (!stale && !due && !rows.lacks()) {
            return;
        }
        stale = false;
        reading = true;
        readAt = now;
        int number = ++reads;
        MessageFilter by = filter;
        long from = rows.from();
        int count = rows.count();
        boolean tail = rows.isFollowing();
        desk.read(
                reader -> {
                    try {
                        return new Outcome(messages.window(reader, of, by, from, count, tail), "");
                    } catch (IOException | RuntimeException e) {
                        return new Outcome(null, "the messages cannot be read: " + FileErrors.reason(e));
                    }
                },
                outcome -> take(number, outcome));
    }

    /** What was read, or why it could not be. Immutable. */
    private record Outcome(@Nullable MessageWindow window, String failure) {}

    private void take(int number, Outcome outcome) {
        if (number != reads) {
            return; // a later read has begun
        }
        reading = false;
        if (outcome.window() == null) {
            desk.fail(outcome.failure());
        } else {
            rows.take(outcome.window());
        }
    }

    @Override
    public List<Line> lines(int width, int height) {
        List<Line> lines = new ArrayList<>();
        Flow of = flow;
        lines.add(of == null ? Line.EMPTY : status().then(StreamFacts.of(of)));
        lines.add(MessageColumns.heading());
        for (long rank = rows.top(); rank < Math.min(rows.size(), rows.top() + height - 2); rank++) {
            MessageRow row = rows.row(rank);
            Line line = row == null ? Line.of(Style.DIM, "…") : MessageColumns.row(row);
            lines.add(rank == rows.cursor() ? line.fit(width).on(Ground.FOCUS) : line);
        }
        if (rows.size() == 0) {
            lines.add(Line.of(
                    Style.DIM,
                    reading || rows.isSearching()
                            ? "reading…"
                            : filter.equals(MessageFilter.ALL)
                                    ? "no messages yet"
                                    : "no message matches; esc shows all"));
        }
        return lines;
    }

    private Line status() {
        Line.Builder line = Line.builder();
        if (!filter.equals(MessageFilter.ALL)) {
            Regex text = filter.text();
            Direction direction = filter.direction();
            line.add(direction == null ? "" : direction.isFromClient() ? "> " : "< ")
                    .add(text == null ? "" : "/" + text.text() + " ")
                    .add(Style.INFO, Quantity.count(rows.size(), "match").replace("matchs", "matches"))
                    .add(Style.DIM, " · ");
        }
        if (rows.isFollowing()) {
            line.add(Style.DIM, "following · ");
        }
        return line.build();
    }

    @Override
    public List<KeyTable<?>> keys() {
        return List.of(KEYS);
    }

    @Override
    public Pressed press(String key) {
        if (key.equals("esc") && filter.equals(MessageFilter.ALL)) {
            return Pressed.UNUSED; // it leads back
        }
        return KEYS.press(this, key, desk);
    }

    private void page(double pages) {
        rows.move(Math.round(pages * Math.max(1, rows.height() - 1)));
    }

    /** Moves the focus by a number of messages. */
    void step(int by) {
        rows.move(by);
    }

    /** Returns the message with the focus; null if there is none, or it is not read yet. */
    @Nullable
    MessageRow focused() {
        return rows.focused();
    }

    private @Nullable String empty() {
        return rows.focused() == null ? "there is no message to open" : null;
    }

    private void openMessage() {
        Flow of = flow;
        if (of != null) {
            rows.move(0); // stays at this message
            desk.open(new OpenedMessage(desk, this, of, messages, choices));
        }
    }

    // ---- The filter.

    private void askForText() {
        Regex now = filter.text();
        desk.ask(new Prompt(
                "messages with: ",
                now == null ? "" : now.text(),
                MessagePane::complaint,
                Prompt.of("", "", line -> {}).complete(),
                line -> filter(new MessageFilter(
                        line.isEmpty() ? null : Regex.of(line, Regex.Mode.DOTALL), filter.direction(), null))));
    }

    private static Prompt.@Nullable Complaint complaint(String line) {
        try {
            Regex.of(line, Regex.Mode.DOTALL);
            return null;
        } catch (PatternSyntaxException e) {
            return new Prompt.Complaint(
                    Math.max(0, e.getIndex()), "the expression is not valid: " + e.getDescription());
        }
    }

    private void only(Direction direction) {
        filter(new MessageFilter(filter.text(), direction == filter.direction() ? null : direction, null));
    }

    private void clear() {
        filter(MessageFilter.ALL);
    }

    private void filter(MessageFilter next) {
        filter = next;
        rows.reset();
        reading = false;
        reads++;
        stale = true;
    }

    // ---- Sending.

    private @Nullable String unsendable() {
        Flow of = flow;
        if (of == null || of.state() != FlowState.OPEN) {
            return "the stream has ended, so nothing can be sent in it";
        }
        return of instanceof HttpFlow http && http.webSocket() == null
                ? "in an event stream, nothing can be sent: it is one response"
                : null;
    }

    private void askToSend(boolean toServer) {
        Flow of = flow;
        if (of != null) {
            desk.ask(Prompt.of(toServer ? "send to the server: " : "send to the client: ", "", text -> {
                if (!text.isEmpty()) {
                    desk.call(
                            of instanceof TcpFlow ? "inject.tcp" : "inject.websocket",
                            List.of("@" + of.id(), toServer ? "to-server" : "to-client", text),
                            done -> {
                                desk.say("sent to the " + (toServer ? "server" : "client"));
                                stale = true;
                            });
                }
            }));
        }
    }
}

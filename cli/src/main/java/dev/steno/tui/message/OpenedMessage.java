package dev.steno.tui.message;

import dev.steno.flow.Flow;
import dev.steno.look.FlowMessages;
import dev.steno.look.MessageRow;
import dev.steno.tui.line.Line;
import dev.steno.tui.screen.Binding;
import dev.steno.tui.screen.Desk;
import dev.steno.tui.screen.KeyTable;
import dev.steno.tui.screen.Pressed;
import dev.steno.tui.screen.Screen;
import dev.steno.tui.viewer.ViewChoices;
import dev.steno.tui.viewer.Viewer;
import java.util.List;

/** The message of a list that has the focus, whole. */
public final class OpenedMessage implements Screen {
    public static final KeyTable<OpenedMessage> KEYS = KeyTable.of(
            "Message",
            Binding.<OpenedMessage>of("space", "next message", message -> message.list.step(1))
                    .inBar("next"),
            Binding.<OpenedMessage>of("p", "previous message", message -> message.list.step(-1))
                    .inBar("previous"));

    private final Desk desk;
    private final MessagePane list;
    private final Flow flow;
    private final FlowMessages messages;
    private final ViewChoices choices;
    private final Viewer viewer;
    private long shown = -1;

    OpenedMessage(Desk desk, MessagePane list, Flow flow, FlowMessages messages, ViewChoices choices) {
        this.desk = desk;
        this.list = list;
        this.flow = flow;
        this.messages = messages;
        this.choices = choices;
        this.viewer = new Viewer(desk, choices);
    }

    @Override
    public String title() {
        return shown < 0 ? "message" : "message " + shown;
    }

    @Override
    public void prepare(int width, int height) {
        list.prepare(width, height);
        MessageRow row = list.focused();
        if (row != null && row.sequence() != shown) {
            shown = row.sequence();
            viewer.show(new MessageBody(flow, row, messages, choices), false);
        }
        viewer.prepare(width, height);
    }

    @Override
    public List<Line> lines(int width, int height) {
        return viewer.lines(width, height);
    }

    @Override
    public List<KeyTable<?>> keys() {
        return List.of(KEYS, Viewer.KEYS);
    }

    @Override
    public Pressed press(String key) {
        Pressed pressed = KEYS.press(this, key, desk);
        return pressed == Pressed.UNUSED ? viewer.press(key) : pressed;
    }
}

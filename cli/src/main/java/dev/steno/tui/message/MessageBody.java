package dev.steno.tui.message;

import dev.steno.flow.Flow;
import dev.steno.flow.FlowNumber;
import dev.steno.look.BodyLook;
import dev.steno.look.FlowMessages;
import dev.steno.look.LookRequest;
import dev.steno.look.MessageRow;
import dev.steno.store.SessionReader;
import dev.steno.text.Quantity;
import dev.steno.text.Timestamps;
import dev.steno.tui.line.Line;
import dev.steno.tui.line.Style;
import dev.steno.tui.viewer.BodyPages;
import dev.steno.tui.viewer.BodyPart;
import dev.steno.tui.viewer.Content;
import dev.steno.tui.viewer.Excerpt;
import dev.steno.tui.viewer.ViewChoices;
import dev.steno.tui.viewer.ViewedBody;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;

/** One message by a content view. */
final class MessageBody implements ViewedBody, Content {
    private final Flow flow;
    private final MessageRow row;
    private final FlowMessages messages;
    private final BodyPages pages;

    MessageBody(Flow flow, MessageRow row, FlowMessages messages, ViewChoices choices) {
        this.flow = flow;
        this.row = row;
        this.messages = messages;
        this.pages = new BodyPages(this, choices);
    }

    @Override
    public String declared() {
        return "";
    }

    @Override
    public String key() {
        return "message " + row.kind();
    }

    @Override
    public BodyLook look(SessionReader reader, LookRequest request) throws IOException {
        return messages.look(reader, flow, row.sequence(), request).orElseThrow(this::missing);
    }

    @Override
    public InputStream open(SessionReader reader) throws IOException {
        return messages.content(reader, flow, row.sequence()).orElseThrow(this::missing);
    }

    private IOException missing() {
        return new IOException("flow " + FlowNumber.print(flow.id()) + " has no message " + row.sequence());
    }

    @Override
    public List<Line> banner(BodyLook look, long offset) {
        List<Line> lines = new ArrayList<>();
        Line.Builder line = Line.builder()
                .add(Style.HEADING, row.direction().isFromClient() ? "> client " : "< server ")
                .add(row.time() == 0 ? "" : Timestamps.local(row.time()) + " ")
                .add(
                        Style.DIM,
                        row.kind() + ", " + Quantity.bytes(row.size()) + ", view "
                                + look.view().name());
        if (row.edit() != null) {
            line.add(Style.WARNING, " · " + row.edit());
        }
        if (row.parts() > 1) {
            line.add(Style.DIM, " · joined from " + row.parts() + " rows");
        }
        if (!row.complete()) {
            line.add(Style.WARNING, " · incomplete");
        }
        lines.add(line.build());
        if (row.recorded() < row.size()) {
            lines.add(Line.of(
                    Style.WARNING,
                    String.format("%,d of %,d bytes were kept, by --body-limit", row.recorded(), row.size())));
        }
        if (look.problem() != null) {
            lines.add(Line.of(Style.WARNING, look.problem()));
        }
        if (offset > 0 || look.truncated()) {
            lines.add(Line.of(Style.NOTE, String.format("bytes %,d to %,d", offset, offset + look.shown())));
        }
        lines.add(Line.EMPTY);
        return lines;
    }

    @Override
    public Excerpt read(SessionReader reader, long offset) throws IOException {
        List<Line> lines = new ArrayList<>();
        BodyPart part = pages.read(reader, offset, lines);
        return new Excerpt(lines, part);
    }

    @Override
    public Found find(SessionReader reader, String text, long from, long before, boolean last) throws IOException {
        return pages.find(reader, text, from, before, last);
    }
}

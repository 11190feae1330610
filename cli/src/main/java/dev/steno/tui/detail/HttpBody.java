package dev.steno.tui.detail;

import dev.steno.content.ContentType;
import dev.steno.flow.Body;
import dev.steno.flow.HttpFlow;
import dev.steno.look.BodyBytes;
import dev.steno.look.BodyLook;
import dev.steno.look.BodyLooks;
import dev.steno.look.FlowBody;
import dev.steno.look.LookRequest;
import dev.steno.store.SessionReader;
import dev.steno.text.Arrival;
import dev.steno.text.Quantity;
import dev.steno.tui.line.Line;
import dev.steno.tui.line.Style;
import dev.steno.tui.viewer.ViewedBody;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The body of a request or a response, with the banners that say what of it is shown. */
final class HttpBody implements ViewedBody {
    private final HttpFlow flow;
    private final FlowBody body;
    private final BodyLooks looks;

    HttpBody(HttpFlow flow, FlowBody body, BodyLooks looks) {
        this.flow = flow;
        this.body = body;
        this.looks = looks;
    }

    @Override
    public String declared() {
        return body.type();
    }

    @Override
    public String key() {
        return ContentType.parse(body.type()).type();
    }

    @Override
    public BodyLook look(SessionReader reader, LookRequest request) throws IOException {
        return looks.look(reader, body, request);
    }

    @Override
    public InputStream open(SessionReader reader) throws IOException {
        return BodyBytes.open(reader, body);
    }

    @Override
    public List<Line> banner(BodyLook look, long offset) {
        List<Line> lines = new ArrayList<>();
        Line.Builder line = Line.builder()
                .add(Style.HEADING, look.view().name())
                .add(Style.DIM, ", " + Quantity.bytes(body.body().trueSize()));
        if (!look.decodedFrom().isEmpty()) {
            line.add(Style.DIM, ", decoded from " + String.join(", ", look.decodedFrom()));
        }
        if (offset > 0 || look.truncated() && look.shown() > 0) {
            line.add(Style.NOTE, String.format(", bytes %,d to %,d are shown", offset, offset + look.shown()));
        }
        lines.add(line.build());
        if (body.growing()) {
            lines.add(Line.of(Style.INFO, "still growing"));
        }
        String lack = lack();
        if (lack != null) {
            lines.add(Line.of(Style.WARNING, lack));
        }
        if (look.problem() != null) {
            lines.add(Line.of(Style.WARNING, look.problem()));
        }
        return lines;
    }

    /** Returns what is missing of the body, as a sentence; null if nothing is, or more may arrive. */
    @Nullable
    String lack() {
        Body bytes = body.body();
        if (bytes.size() < bytes.trueSize()) {
            return String.format(
                    "%s passed, %s kept, by --body-limit",
                    Quantity.bytes(bytes.trueSize()), Quantity.bytes(bytes.size()));
        }
        return body.growing() ? null : Arrival.of(flow, body.ofRequest()).lack();
    }
}

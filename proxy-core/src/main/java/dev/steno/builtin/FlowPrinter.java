package dev.steno.builtin;

import dev.steno.addon.Addon;
import dev.steno.addon.Registrar;
import dev.steno.content.BodyText;
import dev.steno.content.ContentType;
import dev.steno.filter.ContentSource;
import dev.steno.filter.Filter;
import dev.steno.filter.Match;
import dev.steno.flow.Body;
import dev.steno.flow.Flow;
import dev.steno.flow.FlowState;
import dev.steno.flow.Headers;
import dev.steno.flow.HttpFlow;
import dev.steno.flow.HttpRequest;
import dev.steno.flow.HttpResponse;
import dev.steno.text.Colour;
import dev.steno.text.FlowSummary;
import dev.steno.text.ListEntry;
import dev.steno.text.ListLayout;
import dev.steno.text.Printable;
import dev.steno.text.Quantity;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Prints each flow once, when it has ended. Runs on the thread of its subscription, so a slow terminal delays only the
 * printing; flows that were skipped because the terminal fell behind are counted.
 */
public final class FlowPrinter implements Addon, Registrar.LatestConsumer {
    private static final String INDENT = "    ";
    private static final int LINES = 20;
    private static final int CHARACTERS = 2_000;

    private final PrintStream out;
    private final boolean colour;
    private final Detail detail;
    private final Filter shown;
    private final @Nullable ListLayout layout;
    private final IdSet printed = new IdSet();
    private boolean headed;

    /** The amount of detail printed for each flow. */
    public enum Detail {
        NOTHING,
        LINE,
        HEADERS,
        BODIES
    }

    /** @param colour whether {@code out} shows colours */
    public FlowPrinter(PrintStream out, boolean colour, Detail detail) {
        this(out, colour, detail, Filter.ALL, null);
    }

    /**
     * @param colour whether {@code out} shows colours
     * @param shown matches the flows to print; a body that is stored beside its flow is not searched
     * @param layout the columns of a terminal; null to print lines without columns
     */
    public FlowPrinter(PrintStream out, boolean colour, Detail detail, Filter shown, @Nullable ListLayout layout) {
        this.out = out;
        this.colour = colour;
        this.detail = detail;
        this.shown = shown;
        this.layout = layout;
    }

    @Override
    public void register(Registrar registrar) {
        if (detail != Detail.NOTHING) {
            registrar.latest(this);
        }
    }

    @Override
    public void changed(Flow flow) {
        // a later revision of an ended flow is an edit, not another exchange
        if (flow.state() == FlowState.OPEN || !printed.addId(flow.id()) || !isShown(flow)) {
            return;
        }
        StringBuilder text = new StringBuilder(160);
        text.append(line(FlowSummary.of(flow))).append('\n');
        if (detail.compareTo(Detail.HEADERS) >= 0 && flow instanceof HttpFlow http) {
            append(text, http);
        }
        out.print(text);
        out.flush();
    }

    private boolean isShown(Flow flow) {
        return shown == Filter.ALL || shown.test(flow, ContentSource.NONE) == Match.YES;
    }

    private String line(FlowSummary flow) {
        if (layout == null) {
            return flow.line(colour);
        }
        String row = layout.rows(ListEntry.of(flow));
        if (headed) {
            return row;
        }
        headed = true;
        return layout.heading() + "\n" + row;
    }

    @Override
    public void fellBehind(long flows) {
        out.print(Colour.YELLOW.paint(
                        "(" + Quantity.count(flows, "flow") + " recorded but not printed: output is too slow)", colour)
                + "\n");
        out.flush();
    }

    private void append(StringBuilder text, HttpFlow flow) {
        HttpRequest request = flow.request();
        text.append(INDENT)
                .append(Printable.line(request.method() + " " + request.path() + " " + request.version()))
                .append('\n');
        append(text, request.headers(), request.body());
        HttpResponse response = flow.response();
        if (response != null) {
            text.append(INDENT)
                    .append(Printable.line(response.version() + " " + response.status() + " " + response.reason()))
                    .append('\n');
            append(text, response.headers(), response.body());
        }
    }

    private void append(StringBuilder text, Headers headers, Body body) {
        for (int i = 0; i < headers.size(); i++) {
            text.append(INDENT)
                    .append(Colour.CYAN.paint(Printable.line(headers.name(i)), colour))
                    .append(": ")
                    .append(Printable.line(headers.value(i)))
                    .append('\n');
        }
        text.append('\n');
        if (detail == Detail.BODIES && body.trueSize() > 0) {
            head(body, headers)
                    .lines()
                    .forEach(line -> text.append(INDENT).append(line).append('\n'));
            text.append('\n');
        }
    }

    /** The first lines of an inline body; of a stored one, only its size. */
    private static String head(Body body, Headers headers) {
        if (body instanceof Body.Inline inline) {
            try {
                String text = BodyText.read(new ByteArrayInputStream(inline.bytes()), headers, Body.Inline.LIMIT);
                ContentType type = ContentType.parse(headers.get("content-type"));
                if (type.isText() || BodyText.looksLikeText(inline.bytes())) {
                    String shown = text.lines().limit(LINES).collect(Collectors.joining("\n"));
                    return Printable.block(shown.length() > CHARACTERS ? shown.substring(0, CHARACTERS) : shown);
                }
            } catch (IOException e) {
                throw new UncheckedIOException("an array cannot be read", e);
            }
        }
        return "(" + Quantity.bytes(body.trueSize()) + ")";
    }
}

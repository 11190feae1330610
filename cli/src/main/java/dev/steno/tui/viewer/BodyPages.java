package dev.steno.tui.viewer;

import dev.steno.content.view.ContentView;
import dev.steno.content.view.ContentViews;
import dev.steno.content.view.ViewContent;
import dev.steno.filter.ByteFinder;
import dev.steno.look.BodyFinder;
import dev.steno.look.BodyLook;
import dev.steno.look.BodyLooks;
import dev.steno.look.LookRequest;
import dev.steno.store.SessionReader;
import dev.steno.tui.line.Line;
import dev.steno.tui.line.Style;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Reads a body part by part, so that its size does not matter. For the working thread. */
public final class BodyPages {
    /** Bytes of a part. */
    static final int PART = 1 << 20;

    /** Bytes of a part in hexadecimal, which takes several times as many characters. */
    static final int HEX_PART = 1 << 18;

    private static final int PROBED = 64 << 10;
    private static final long TIME = TimeUnit.SECONDS.toNanos(5);

    private final ViewedBody body;
    private final ViewChoices choices;

    public BodyPages(ViewedBody body, ViewChoices choices) {
        this.body = body;
        this.choices = choices;
    }

    /**
     * Reads a part by the view that was chosen for its type, or by the one that suits.
     *
     * @param lines receives what is said above it, and the lines of the part
     */
    public BodyPart read(SessionReader reader, long offset, List<Line> lines) throws IOException {
        BodyLook look = look(reader, offset);
        lines.addAll(body.banner(look, offset));
        int first = lines.size();
        look.lines().forEach(spans -> lines.add(SpanText.line(spans)));
        if (look.omitted() > 0) {
            lines.add(Line.of(
                    Style.NOTE,
                    String.format("(%,d further lines; the view text shows the body as it is)", look.omitted())));
        }
        int size = size(look.view().name());
        long end = offset + look.shown();
        boolean more = look.shown() == size && look.truncated();
        return new BodyPart(
                body.key(),
                look.view().name(),
                look.fitting().stream().map(ContentView::name).toList(),
                first,
                Math.max(0, offset - size),
                offset,
                end,
                more);
    }

    private static int size(@Nullable String view) {
        return "hex".equals(view) ? HEX_PART : PART;
    }

    private BodyLook look(SessionReader reader, long offset) throws IOException {
        String chosen = choices.of(body.key());
        ContentView view = chosen == null ? null : ContentViews.named(chosen).orElse(null);
        if (offset == 0) {
            BodyLook look = body.look(reader, new LookRequest(view, 0, size(chosen), null, true));
            return view == null && look.view().name().equals("hex") && look.shown() > HEX_PART
                    ? body.look(reader, new LookRequest(look.view(), 0, HEX_PART, null, true))
                    : look;
        }
        // what begins in the middle has no syntax
        Charset charset = charset(reader);
        if (view == null || !view.name().equals("hex")) {
            BodyLook look = text(reader, offset, charset);
            if (view != null
                    || look.fitting().stream()
                            .map(ContentView::name)
                            .filter(name -> name.equals("text") || name.equals("hex"))
                            .findFirst()
                            .filter("text"::equals)
                            .isPresent()) {
                return look;
            }
        }
        ContentView hex = ContentViews.named("hex").orElseThrow();
        return body.look(reader, new LookRequest(hex, offset, HEX_PART, null, true));
    }

    private BodyLook text(SessionReader reader, long offset, Charset charset) throws IOException {
        ContentView text = ContentViews.named("text").orElseThrow();
        return body.look(reader, new LookRequest(text, offset, PART, charset, true));
    }

    /** The charset by the first bytes: a part may begin within a character. */
    private Charset charset(SessionReader reader) throws IOException {
        try (InputStream in = body.open(reader)) {
            byte[] start = in.readNBytes(PROBED);
            return BodyLooks.charset(new ViewContent(start, body.declared(), start.length < PROBED, null));
        }
    }

    /** Finds a text as {@link Content#find} says; stops after a few seconds. */
    public Content.Found find(SessionReader reader, String text, long from, long before, boolean last)
            throws IOException {
        Charset charset = charset(reader);
        long[] found = {-1};
        try (InputStream in = body.open(reader)) {
            in.skipNBytes(from);
            long deadline = System.nanoTime() + TIME;
            long stopped = new BodyFinder(in, from, ByteFinder.text(text, charset), charset)
                    .find(
                            (offset, length, line) -> {
                                if (offset < before) {
                                    found[0] = offset;
                                }
                                return last && offset < before;
                            },
                            () -> System.nanoTime() - deadline > 0);
            return new Content.Found(found[0], stopped);
        }
    }
}

package dev.steno.content.view;

import dev.steno.content.view.Span.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The views of the product, and the choice among them. Stateless; any thread. */
public final class ContentViews {
    /** In the order in which they are asked; an earlier view is more specific. */
    private static final List<ContentView> ALL = List.of(
            new GraphQlView(),
            new JwtView(),
            new JsonView(),
            new ImageView(),
            new CertificateView(),
            new MarkupView("xml"),
            new MarkupView("html"),
            new ScriptView("javascript"),
            new ScriptView("css"),
            new FormView(),
            new MultipartView(ContentViews::showNested),
            new EventStreamView(),
            new GrpcView(ContentViews::showNested),
            new ProtobufView(),
            new MsgPackView(),
            new CborView(),
            new DnsView(),
            new ArchiveView(),
            new FileFactsView(),
            new SocketIoView(),
            new Base64View(ContentViews::showNested),
            new TextView(),
            hexadecimal(Integer.MAX_VALUE));

    private ContentViews() {}

    /** The view of the first bytes of content in hexadecimal. */
    public static ContentView hexadecimal(int limit) {
        return new HexView(limit, 0);
    }

    /** The view in hexadecimal of content that begins at an offset of something larger. */
    public static ContentView hexadecimalFrom(long offset) {
        return new HexView(Integer.MAX_VALUE, offset);
    }

    /** The names of all views. */
    public static List<String> names() {
        return ALL.stream().map(ContentView::name).toList();
    }

    /** The view of this name; empty if there is none. */
    public static Optional<ContentView> named(String name) {
        return ALL.stream().filter(view -> view.name().equals(name)).findFirst();
    }

    /** The views that suit content, by its declared type or its first bytes, best first; then text and hexadecimal. */
    public static List<ContentView> fitting(ViewContent content) {
        List<ContentView> fitting = new ArrayList<>();
        ALL.stream().filter(view -> view.isFor(content)).forEach(fitting::add);
        ALL.stream()
                .filter(view -> !fitting.contains(view) && view.looksRight(content))
                .forEach(fitting::add);
        for (String plain : content.isText() ? List.of("text", "hex") : List.of("hex", "text")) {
            named(plain).filter(view -> !fitting.contains(view)).ifPresent(fitting::add);
        }
        return fitting;
    }

    /** All views, the more specific ones first. */
    public static List<ContentView> all() {
        return ALL;
    }

    /**
     * The view that suits content best: by its declared type, then by its first bytes; otherwise as text, or as the
     * first bytes in hexadecimal.
     */
    public static ContentView choose(ViewContent content) {
        for (ContentView view : ALL) {
            if (view.isFor(content)) {
                return view;
            }
        }
        for (ContentView view : ALL) {
            if (view.looksRight(content)) {
                return view;
            }
        }
        return PlainView.of(content);
    }

    /** Shows content by a view. A fault of the view is reported as a note, and its bytes are shown instead. */
    public static void show(ContentView view, ViewContent content, ViewOutput out) {
        int nesting = out.nesting();
        try {
            view.show(content, out);
            out.endOpen();
        } catch (RuntimeException fault) {
            out.failed(fault);
            while (out.nesting() > nesting) {
                out.unnest();
            }
            out.note("the view " + view.name() + " failed: " + fault + "; the bytes follow");
            PlainView.show(content, out);
        }
    }

    /** Shows content within other content, by the view that suits it. */
    private static void showNested(ViewContent content, ViewOutput out) {
        out.nest();
        if (content.data().length == 0) {
            out.add(Kind.NOTE, "(empty)").end();
        } else {
            show(choose(content), content, out);
        }
        out.unnest();
    }
}

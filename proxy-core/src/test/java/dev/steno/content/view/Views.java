package dev.steno.content.view;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Shows content as plain text. */
final class Views {
    private Views() {}

    /** Text shown by the view that is chosen for its type. */
    static String auto(String text, @Nullable String type) {
        return auto(text.getBytes(StandardCharsets.UTF_8), type);
    }

    static String auto(byte[] data, @Nullable String type) {
        ViewContent content = ViewContent.of(data, type);
        return shown(out -> ContentViews.show(ContentViews.choose(content), content, out));
    }

    static String name(byte[] data, @Nullable String type) {
        return ContentViews.choose(ViewContent.of(data, type)).name();
    }

    static String named(String view, ViewContent content) {
        return shown(out -> ContentViews.show(ContentViews.named(view).orElseThrow(), content, out));
    }

    static String shown(Consumer<ViewOutput> view) {
        List<String> lines = new ArrayList<>();
        view.accept(new ViewOutput(
                line -> lines.add(line.stream().map(Span::text).collect(Collectors.joining())), Long.MAX_VALUE));
        return lines.stream().map(line -> line + "\n").collect(Collectors.joining());
    }
}

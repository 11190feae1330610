package dev.steno.content.view;

import dev.steno.content.view.Span.Kind;

/** Text as it was sent. Stateless. */
final class TextView implements ContentView {
    @Override
    public String name() {
        return "text";
    }

    @Override
    public boolean isFor(ViewContent content) {
        return content.type().isText();
    }

    @Override
    public void show(ViewContent content, ViewOutput out) {
        out.block(Kind.TEXT, content.text());
    }
}

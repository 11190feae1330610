package dev.steno.content.view;

import dev.steno.content.view.Span.Kind;

/** Facts of an image: its format, its dimensions in pixels, its size. Stateless. */
final class ImageView implements ContentView {
    @Override
    public String name() {
        return "image";
    }

    @Override
    public String syntax() {
        return "facts";
    }

    @Override
    public boolean isFor(ViewContent content) {
        String type = content.type().type();
        return type.equals("image/svg+xml")
                || type.startsWith("image/") && ImageFacts.of(content) != null
                || ImageFacts.of(content) != null && !content.type().isText();
    }

    @Override
    public void show(ViewContent content, ViewOutput out) {
        String facts = ImageFacts.of(content);
        boolean svg = facts == null && content.isText();
        if (facts == null) {
            facts = svg ? "SVG image" : "an image of an unknown format";
        }
        String size = String.format(content.whole() ? ", %,d bytes" : ", the first %,d bytes", content.data().length);
        out.add(Kind.TEXT, facts + size).end();
        if (svg) {
            MarkupIndent.show(content.text(), false, out);
        }
    }
}

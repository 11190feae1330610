package dev.steno.content.view;

/** XML or HTML, indented by its elements. Stateless. */
final class MarkupView implements ContentView {
    private final String name;

    /** @param name {@code xml} or {@code html} */
    MarkupView(String name) {
        this.name = name;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public String label() {
        return isHtml() ? "HTML" : "XML";
    }

    @Override
    public String syntax() {
        return name;
    }

    @Override
    public boolean isFor(ViewContent content) {
        String type = content.type().type();
        return isHtml() ? type.equals("text/html") : content.type().isXml();
    }

    @Override
    public boolean looksRight(ViewContent content) {
        if (content.firstCharacter() != '<' || !content.isText()) {
            return false;
        }
        String text = content.text();
        String start = text.substring(0, Math.min(text.length(), 200)).strip();
        boolean html =
                start.regionMatches(true, 0, "<!doctype html", 0, 14) || start.regionMatches(true, 0, "<html", 0, 5);
        return isHtml() ? html : !html && (start.startsWith("<?xml") || isElement(start));
    }

    private static boolean isElement(String start) {
        return start.length() > 2 && Character.isLetter(start.charAt(1)) && start.indexOf('>') > 0;
    }

    private boolean isHtml() {
        return name.equals("html");
    }

    @Override
    public void show(ViewContent content, ViewOutput out) {
        MarkupIndent.show(content.text(), isHtml(), out);
    }
}

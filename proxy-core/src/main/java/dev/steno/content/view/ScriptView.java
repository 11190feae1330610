package dev.steno.content.view;

import dev.steno.content.view.BraceIndent.Language;
import java.util.Set;

/** JavaScript or CSS; a minified text gets lines. Stateless. */
final class ScriptView implements ContentView {
    private static final Set<String> SCRIPTS = Set.of(
            "text/javascript",
            "application/javascript",
            "application/x-javascript",
            "application/ecmascript",
            "text/ecmascript");

    private final String name;

    /** @param name {@code javascript} or {@code css} */
    ScriptView(String name) {
        this.name = name;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public String label() {
        return name.equals("css") ? "CSS" : "JavaScript";
    }

    @Override
    public String syntax() {
        return name;
    }

    @Override
    public boolean isFor(ViewContent content) {
        String type = content.type().type();
        return name.equals("css") ? type.equals("text/css") : SCRIPTS.contains(type);
    }

    @Override
    public void show(ViewContent content, ViewOutput out) {
        BraceIndent.show(content.text(), name.equals("css") ? Language.CSS : Language.SCRIPT, out);
    }
}

package dev.steno.content.view;

import dev.steno.content.JsonTokens;
import dev.steno.content.view.Span.Kind;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A GraphQL request: its document, then its variables and other properties. Stateless. */
final class GraphQlView implements ContentView {
    /** Upper bound on the chars that are searched for a document before the view is chosen. */
    private static final int SEARCHED = 1 << 20;

    @Override
    public String name() {
        return "graphql";
    }

    @Override
    public String label() {
        return "GraphQL";
    }

    @Override
    public String syntax() {
        return "graphql";
    }

    @Override
    public boolean isFor(ViewContent content) {
        return content.type().type().equals("application/graphql")
                || content.type().isJson() && content.firstCharacter() == '{' && isRequest(content);
    }

    private static boolean isRequest(ViewContent content) {
        if (content.data().length > SEARCHED || !content.whole()) {
            return false;
        }
        String text = content.text();
        return text.contains("\"query\"") && isDocument(properties(text).get("query"));
    }

    static boolean isDocument(@Nullable String quoted) {
        if (quoted == null || !quoted.startsWith("\"")) {
            return false;
        }
        String document = JsonTokens.unquote(quoted).strip();
        return document.contains("{")
                && (document.startsWith("{")
                        || document.startsWith("query")
                        || document.startsWith("mutation")
                        || document.startsWith("subscription")
                        || document.startsWith("fragment")
                        || document.startsWith("#"));
    }

    @Override
    public void show(ViewContent content, ViewOutput out) {
        String text = content.text();
        Map<String, String> properties = text.stripLeading().startsWith("{") ? properties(text) : Map.of();
        String query = properties.get("query");
        if (query == null) {
            document(text, out);
            return;
        }
        properties.forEach((name, value) -> {
            if (name.equals("query")) {
                document(JsonTokens.unquote(value), out);
            }
        });
        properties.forEach((name, value) -> {
            if (!name.equals("query")) {
                out.add(Kind.KEY, name).add(Kind.PUNCTUATION, ": ");
                JsonView.showText(value, true, out);
            }
        });
    }

    private static void document(String document, ViewOutput out) {
        BraceIndent.show(document, BraceIndent.Language.GRAPHQL, out);
    }

    /** The properties of an object, by name without escapes; values as they are written. */
    static Map<String, String> properties(String text) {
        Map<String, String> found = new LinkedHashMap<>();
        JsonTokens tokens = new JsonTokens(text);
        int depth = 0;
        String name = null;
        int valueStart = -1;
        JsonTokens.Kind kind;
        while ((kind = tokens.next()) != JsonTokens.Kind.END) {
            if (depth == 1 && (kind == JsonTokens.Kind.COMMA || kind == JsonTokens.Kind.CLOSE)) {
                if (name != null && valueStart >= 0) {
                    found.put(name, text.substring(valueStart, tokens.start()).strip());
                }
                name = null;
                valueStart = -1;
            } else if (depth == 1 && name == null && kind == JsonTokens.Kind.STRING) {
                name = JsonTokens.unquote(text.substring(tokens.start(), tokens.end()));
            } else if (depth == 1 && name != null && valueStart < 0 && kind != JsonTokens.Kind.COLON) {
                valueStart = tokens.start();
            }
            depth += kind == JsonTokens.Kind.OPEN ? 1 : kind == JsonTokens.Kind.CLOSE ? -1 : 0;
            if (depth == 0) {
                break; // what follows the object is not of it
            }
        }
        return found;
    }
}

package dev.steno.mock.key;

/** Documents of GraphQL without what their readers ignore: white space, commas and comments (GraphQL, 2.1). Stateless. */
final class GraphQlText {
    private GraphQlText() {}

    /**
     * Returns a value of JSON with a normal document in it, if it is a text that looks like a document; otherwise the value.
     *
     * @param json as written, in quotes if it is a text
     */
    static String ofJson(String json) {
        if (json.length() < 2 || json.charAt(0) != '"') {
            return json;
        }
        String text = json.substring(1, json.length() - 1);
        String start = text.stripLeading();
        boolean document = start.startsWith("{")
                || start.startsWith("query")
                || start.startsWith("mutation")
                || start.startsWith("subscription")
                || start.startsWith("fragment")
                || start.startsWith("#");
        return document && text.indexOf('{') >= 0 ? normal(text) : json;
    }

    /** Returns a document in which one blank stands between words, and none elsewhere. */
    static String normal(String document) {
        StringBuilder out = new StringBuilder(document.length());
        boolean gap = false;
        int i = 0;
        while (i < document.length()) {
            char c = document.charAt(i);
            if (c == '#') {
                while (i < document.length() && document.charAt(i) != '\n' && document.charAt(i) != '\r') {
                    i++;
                }
                gap = true;
                continue;
            }
            if (c <= ' ' || c == ',' || c == '\uFEFF') {
                gap = true;
                i++;
                continue;
            }
            if (gap && out.length() > 0 && isWord(c) && isWord(out.charAt(out.length() - 1))) {
                out.append(' ');
            }
            gap = false;
            int end = c == '"' ? endOfString(document, i) : i + 1;
            out.append(document, i, end);
            i = end;
        }
        return out.toString();
    }

    private static boolean isWord(char c) {
        return Character.isLetterOrDigit(c) || c == '_' || c == '"' || c == '-' || c == '.';
    }

    private static int endOfString(String document, int from) {
        if (document.startsWith("\"\"\"", from)) {
            int end = document.indexOf("\"\"\"", from + 3);
            return end < 0 ? document.length() : end + 3;
        }
        int at = from + 1;
        while (at < document.length() && document.charAt(at) != '"') {
            at += document.charAt(at) == '\\' ? 2 : 1;
        }
        return Math.min(at + 1, document.length());
    }
}

package dev.steno.bench.traffic;

/** The type of a response: its share of the traffic, its Content-Type and the usual size of its body. */
enum Kind {
    JSON(34, "application/json; charset=utf-8", 1_100, "cors", "empty", "application/json, text/plain, */*"),
    HTML(14, "text/html; charset=utf-8", 3_200, "navigate", "document", "text/html,application/xhtml+xml,*/*;q=0.8"),
    SCRIPT(13, "application/javascript; charset=utf-8", 3_600, "no-cors", "script", "*/*"),
    STYLE(7, "text/css", 1_900, "no-cors", "style", "text/css,*/*;q=0.1"),
    IMAGE(14, "image/webp", 2_900, "no-cors", "image", "image/avif,image/webp,image/*,*/*;q=0.8"),
    PICTURE(5, "image/png", 2_400, "no-cors", "image", "image/avif,image/webp,image/*,*/*;q=0.8"),
    FONT(2, "font/woff2", 7_800, "cors", "font", "*/*"),
    PLAIN(3, "text/plain; charset=utf-8", 500, "cors", "empty", "*/*"),
    NOTHING(8, "", 0, "cors", "empty", "*/*");

    /** Share of the responses, in percent. */
    final int share;

    final String contentType;

    /** Median size of the body in bytes. */
    final int usualSize;

    final String fetchMode;
    final String fetchDest;
    final String accept;

    Kind(int share, String contentType, int usualSize, String fetchMode, String fetchDest, String accept) {
        this.share = share;
        this.contentType = contentType;
        this.usualSize = usualSize;
        this.fetchMode = fetchMode;
        this.fetchDest = fetchDest;
        this.accept = accept;
    }

    /** Whether the body is text, which people search. */
    boolean isText() {
        return this != IMAGE && this != PICTURE && this != FONT && this != NOTHING;
    }

    /** The kind for a percentile of the traffic, 0 to 99. */
    static Kind at(int percent) {
        int left = percent;
        for (Kind kind : values()) {
            left -= kind.share;
            if (left < 0) {
                return kind;
            }
        }
        return NOTHING;
    }
}

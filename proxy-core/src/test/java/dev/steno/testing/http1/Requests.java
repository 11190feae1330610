package dev.steno.testing.http1;

/** Good requests of HTTP/1.1 in absolute-form, so that a test shows only what is special in its own. */
public final class Requests {
    private Requests() {}

    /** A GET, with further field lines. */
    public static String get(String url, String... fields) {
        return head("GET", url, fields) + "\r\n";
    }

    /** A POST whose framing is what its field lines say. */
    public static String post(String url, String body, String... fields) {
        return head("POST", url, fields) + "\r\n" + body;
    }

    private static String head(String method, String url, String... fields) {
        StringBuilder head = new StringBuilder(method + " " + url + " HTTP/1.1\r\nHost: x\r\n");
        for (String field : fields) {
            head.append(field).append("\r\n");
        }
        return head.toString();
    }
}

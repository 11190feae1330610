package dev.steno.testing.http1;

/** Good requests of HTTP/1.1, so that a test shows only what is special in its own. */
public final class Requests {
    private Requests() {}

    /** A GET, with further field lines. */
    public static String get(String target, String... fields) {
        return head("GET", target, fields) + "\r\n";
    }

    /** A POST whose framing is what its field lines say. */
    public static String post(String target, String body, String... fields) {
        return head("POST", target, fields) + "\r\n" + body;
    }

    private static String head(String method, String target, String... fields) {
        StringBuilder head = new StringBuilder(method + " " + target + " HTTP/1.1\r\nHost: x\r\n");
        for (String field : fields) {
            head.append(field).append("\r\n");
        }
        return head.toString();
    }
}

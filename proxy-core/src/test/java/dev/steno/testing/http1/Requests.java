package dev.steno.testing.http1;

/** Builds valid HTTP/1.1 requests, so that a test states only the parts that matter to it. */
public final class Requests {
    private Requests() {}

    /** A GET request with Host and further field lines. */
    public static String get(String target, String... fields) {
        return head("GET", target, fields) + "\r\n";
    }

    /** A POST request with Host and further field lines, one of which must frame the body. */
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

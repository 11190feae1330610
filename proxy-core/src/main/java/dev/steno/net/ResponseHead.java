package dev.steno.net;

import dev.steno.flow.HttpResponse;
import org.jspecify.annotations.Nullable;

/** Whether a parsed response head can be passed on so that there is one reading of it. */
final class ResponseHead {
    private ResponseHead() {}

    /** What is wrong with it; null where nothing is. */
    static @Nullable String fault(HttpResponse head) {
        if (!head.version().startsWith("HTTP/1.")) {
            return "its protocol version is " + head.version();
        }
        for (String coding : head.headers().all("Transfer-Encoding")) {
            if (!coding.equalsIgnoreCase("chunked") && !coding.equalsIgnoreCase("identity")) {
                return "its transfer coding is " + coding + ", which nobody asked for";
            }
        }
        for (int i = 0; i < head.reason().length(); i++) {
            char c = head.reason().charAt(i);
            if (c < ' ' && c != '\t' || c == 0x7f) { // RFC 9112, 4; a bare CR could pass for a line's end
                return "its reason phrase holds a control character";
            }
        }
        return null;
    }
}

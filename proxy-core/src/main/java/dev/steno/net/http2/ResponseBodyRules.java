package dev.steno.net.http2;

import dev.steno.flow.HttpResponse;
import dev.steno.net.http.FieldSectionRules;
import org.jspecify.annotations.Nullable;

/**
 * Compares the body of one response with what its head announces (RFC 9113, 8.1.1): a response to HEAD, a 204 and a 304 have no
 * body, and any other has as many bytes as its Content-Length says, if it has one. Owned by one stream, on its event loop.
 */
final class ResponseBodyRules {
    private boolean bodiless;
    private long announced = -1; // in bytes; -1 if the head announces no length
    private long received; // in bytes

    /** The method of the request, before the response. */
    void setRequestMethod(String method) {
        bodiless = method.equals("HEAD");
    }

    /**
     * The head of the final response.
     *
     * @param last whether the head ends the stream
     * @throws FieldSectionRules.Malformed if the head announces a body and ends the stream
     */
    void checkHead(HttpResponse response, boolean last) throws FieldSectionRules.Malformed {
        bodiless |= response.status() == 204 || response.status() == 304;
        long length = FieldSectionRules.contentLength(response.headers());
        announced = bodiless ? -1 : length;
        if (last && announced > 0) {
            throw new FieldSectionRules.Malformed("its Content-Length is " + announced + " and it has no body");
        }
    }

    /**
     * A part of the body was read.
     *
     * @param bytes its length, from 0
     * @return what is wrong with the body up to here; null if it may go on
     */
    @Nullable
    String checkData(int bytes) {
        received += bytes;
        if (bodiless && received > 0) {
            return "it has a body, which a response to HEAD, a 204 or a 304 cannot have";
        }
        return announced >= 0 && received > announced
                ? "its body is longer than its Content-Length of " + announced
                : null;
    }

    /** What is wrong with the body, which has ended; null if it is as long as announced. */
    @Nullable
    String checkEnd() {
        return announced >= 0 && received != announced
                ? "its body has " + received + " bytes and its Content-Length is " + announced
                : null;
    }
}

package dev.steno.net.http2;

import dev.steno.flow.Body;
import dev.steno.flow.Headers;
import dev.steno.flow.HttpResponse;
import dev.steno.flow.Times;
import dev.steno.net.http.Http2FieldRules;
import dev.steno.net.http.Http2RequestReader;
import dev.steno.net.http.Oddities;
import io.netty.handler.codec.http2.Http2Headers;

/** Turns a header section of HTTP/2 into the domain's response (RFC 9113, 8.3.2). */
final class Http2ResponseReader {
    private Http2ResponseReader() {}

    /**
     * The response, without its body.
     *
     * @param odd takes what is odd and has one reading all the same
     * @throws Http2FieldRules.Malformed if it is none; the message says why
     */
    static HttpResponse read(Http2Headers fields, Oddities odd) throws Http2FieldRules.Malformed {
        Headers headers = Http2Fields.headers(fields);
        if (fields instanceof Http2Fields read && read.isMisplaced()) {
            throw new Http2FieldRules.Malformed("a pseudo-header field comes after a regular one");
        }
        int status = Http2FieldRules.checkResponse(headers, odd);
        headers = Http2FieldRules.withOneLength(headers);
        return new HttpResponse(
                Http2RequestReader.VERSION, status, "", headers, null, Body.NONE, Times.now(), Times.UNSET);
    }
}

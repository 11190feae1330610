package dev.steno.web.http;

import java.io.IOException;

/** Answers the requests of one route. Runs on a thread that may block; several at once. */
@FunctionalInterface
public interface Resource {
    /**
     * Answers a request.
     *
     * @throws ApiProblem if the request cannot be answered; the response is the problem
     * @throws IOException if something cannot be read; the response is 500 with the message
     */
    ApiResponse answer(ApiRequest request) throws IOException;
}

package dev.steno.script.run;

import dev.steno.flow.BodyTransform;
import dev.steno.flow.HttpFlow;
import dev.steno.flow.HttpResponse;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** The exchange to which a request and a response belong that a script changes. Used by one thread, during a call. */
interface ShownExchange {
    /** Where an exchange is. */
    enum Point {
        REQUEST_HEAD,
        REQUEST,
        RESPONSE_HEAD,
        RESPONSE,
        /** The server failed. */
        FAILED,
        /** Nothing can be changed any more. */
        OVER
    }

    Point point();

    /** The flow with the changes so far. */
    HttpFlow value();

    /** The response, which is there. */
    HttpResponse answered();

    /** Replaces the flow. */
    void set(HttpFlow next);

    /** Changes the body of the message whose head is shown, if the call does not fail. */
    void transform(Supplier<BodyTransform> made);

    /** Receives failures that happen after the call. */
    Consumer<Throwable> failures();
}

package dev.steno.store;

import dev.steno.flow.Body;

/** Copies a flow so that its stored bodies have their true sizes and no content. Pure. */
public final class WithoutBodies extends FlowRewrite {
    @Override
    protected Body body(Body body) {
        return body instanceof Body.Stored stored ? new Body.Stored(0, 0, stored.trueSize(), stored.complete()) : body;
    }
}

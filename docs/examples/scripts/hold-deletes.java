// Holds each DELETE for a person: steno hold ls, steno hold resume, or the page Held of the web interface.

void request(Flow f) {
    if (f.request().method().equals("DELETE") && !f.isReplay()) {
        f.intercept();
        f.comment("held: it deletes");
    }
}

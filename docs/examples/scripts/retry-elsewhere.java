// A server that fails is asked once more; if that fails too, the client gets a page that says so.

void server_failed(Flow f) {
    if (f.local().putIfAbsent("again", true) == null) {
        f.retry();
    } else {
        f.answer(503, "The server does not answer: " + f.error(), "Content-Type", "text/plain", "Retry-After", "5");
    }
}

@Inline
void error(Flow f) {
    log.warn(f.request().url() + " failed: " + f.error());
}

// Changes text in a body of any size, or that never ends, while it passes. Only its head is known here.

@Inline
void responseheaders(Flow f) {
    String type = f.response().header("Content-Type");
    if (type != null && (type.startsWith("text/event-stream") || type.startsWith("text/html"))) {
        f.response().replace("(?i)colour", "color");
    }
}

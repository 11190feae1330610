// Changes messages of WebSockets: what a client says is marked, and what a server says of prices is not shown.

void websocket_message(Flow f, Message m) {
    if (!m.isText()) {
        return;
    }
    if (m.fromClient()) {
        m.text(m.text() + " (by Steno)");
    } else if (m.text().contains("\"price\"")) {
        m.drop();
    }
}

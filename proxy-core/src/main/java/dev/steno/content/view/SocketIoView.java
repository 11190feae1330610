package dev.steno.content.view;

import dev.steno.content.view.Span.Kind;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A packet of Socket.IO or Engine.IO in text form: its kind, its name space and its JSON
 * (https://socket.io/docs/v4/socket-io-protocol/). Stateless.
 */
final class SocketIoView implements ContentView {
    private static final Pattern PACKET =
            Pattern.compile("(4?)([0-6])(?:([0-9]{1,3})-)?(/[^,\\[{\\s]{0,100},)?([0-9]{0,10})");

    private static final String[] ENGINE = {"open", "close", "ping", "pong", "message", "upgrade", "noop"};
    private static final String[] SOCKET = {
        "connect", "disconnect", "event", "acknowledgement", "connect error", "binary event", "binary acknowledgement"
    };

    @Override
    public String name() {
        return "socketio";
    }

    @Override
    public String label() {
        return "Socket.IO";
    }

    @Override
    public String syntax() {
        return "json";
    }

    @Override
    public boolean isFor(ViewContent content) {
        return false;
    }

    @Override
    public boolean looksRight(ViewContent content) {
        byte[] data = content.data();
        if (data.length < 2 || data[0] < '0' || data[0] > '6' || !content.isText()) {
            return false;
        }
        String text = content.text();
        Matcher packet = PACKET.matcher(text);
        return packet.lookingAt()
                && packet.end() < text.length()
                && (text.charAt(packet.end()) == '[' || text.charAt(packet.end()) == '{');
    }

    @Override
    public void show(ViewContent content, ViewOutput out) {
        String text = content.text();
        Matcher packet = PACKET.matcher(text);
        if (!packet.lookingAt()) {
            out.note("this is not a packet of Socket.IO");
            out.block(Kind.TEXT, text);
            return;
        }
        int kind = packet.group(2).charAt(0) - '0';
        boolean message = !packet.group(1).isEmpty();
        out.heading(message ? SOCKET[kind] : ENGINE[kind]);
        if (packet.group(4) != null) {
            out.pair(
                    "name space",
                    Kind.STRING,
                    packet.group(4).substring(0, packet.group(4).length() - 1));
        }
        if (!packet.group(5).isEmpty()) {
            out.pair("acknowledgement", Kind.NUMBER, packet.group(5));
        }
        JsonView.showText(text.substring(packet.end()), content.whole(), out);
    }
}

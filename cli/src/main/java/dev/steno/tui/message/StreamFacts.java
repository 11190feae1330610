package dev.steno.tui.message;

import dev.steno.flow.Flow;
import dev.steno.flow.FlowState;
import dev.steno.flow.HttpFlow;
import dev.steno.flow.TcpFlow;
import dev.steno.flow.WebSocket;
import dev.steno.text.Quantity;
import dev.steno.tui.line.Line;
import dev.steno.tui.line.Style;
import java.nio.charset.StandardCharsets;

/** What is said of a stream above its messages. Pure. */
final class StreamFacts {
    private StreamFacts() {}

    /** Returns one line: who sent how much, and how the stream ended. */
    static Line of(Flow flow) {
        Line.Builder line = Line.builder();
        WebSocket socket = flow instanceof HttpFlow http ? http.webSocket() : null;
        if (socket != null) {
            line.add(Style.DIM, "client ").add(sent(socket.client()));
            line.add(Style.DIM, " · server ").add(sent(socket.server()));
            addClose(socket, line);
        } else if (flow instanceof TcpFlow tcp && flow.state() != FlowState.OPEN) {
            line.add(Style.DIM, "client ").add(Quantity.bytes(tcp.sentByClient()));
            line.add(Style.DIM, " · server ").add(Quantity.bytes(tcp.sentByServer()));
        } else if (flow instanceof HttpFlow) {
            line.add(Style.DIM, "server ").add(Quantity.bytes(flow.sentByServer()));
        }
        if (flow.state() == FlowState.OPEN) {
            line.add(flow instanceof HttpFlow ? " · " : "")
                    .add(Style.GOOD, "open"); // a raw stream is counted at its end
        }
        return line.build();
    }

    private static String sent(WebSocket.Sent sent) {
        StringBuilder text = new StringBuilder(Quantity.count(sent.messages(), "message"))
                .append(", ")
                .append(Quantity.bytes(sent.bytes()));
        if (sent.pings() > 0) {
            text.append(", ").append(Quantity.count(sent.pings(), "ping"));
        }
        if (sent.pongs() > 0) {
            text.append(", ").append(Quantity.count(sent.pongs(), "pong"));
        }
        return text.toString();
    }

    private static void addClose(WebSocket socket, Line.Builder line) {
        WebSocket.Close close = socket.close();
        if (close != null) {
            String reason = new String(close.reason().getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
            line.add(Style.DIM, " · closed by ")
                    .add(close.direction().sender())
                    .add(Style.DIM, ": ")
                    .add(close.code() == 1000 ? Style.TEXT : Style.WARNING, CloseCode.of(close.code()))
                    .add(reason.isEmpty() ? "" : ", " + reason);
        }
        if (socket.problem() != null) {
            line.add(Style.DIM, " · ").add(Style.ERROR, socket.problem());
        }
    }
}

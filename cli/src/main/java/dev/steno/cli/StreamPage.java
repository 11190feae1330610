package dev.steno.cli;

import dev.steno.content.BodyText;
import dev.steno.flow.Message;
import dev.steno.flow.TcpFlow;
import dev.steno.session.SessionReader;
import dev.steno.text.Colour;
import dev.steno.text.Printable;
import dev.steno.text.Quantity;
import java.io.IOException;
import java.util.List;

/** A raw stream: laid out message by message, or its bytes. Read in pages, whatever its length. */
final class StreamPage {
    private static final int PAGE = 64;
    private static final int DUMPED = 4096;

    private final TcpFlow flow;
    private final SessionReader reader;
    private final Console console;

    StreamPage(TcpFlow flow, SessionReader reader, Console console) {
        this.flow = flow;
        this.reader = reader;
        this.console = console;
    }

    /** Lays it out for reading. */
    void print(boolean client, boolean server) throws IOException {
        boolean colour = console.colour();
        if (client && server) {
            FlowFacts.print(flow, console.out(), colour);
            console.out()
                    .print(Colour.DIM.paint(String.format("%-12s", "stream"), colour)
                            + Printable.line(flow.protocol()) + " to "
                            + Printable.line(flow.target().toString()) + ", "
                            + Quantity.bytes(flow.sentByClient()) + " out, " + Quantity.bytes(flow.sentByServer())
                            + " in\n");
        }
        each(client, server, message -> {
            String direction = message.fromClient() ? "client >" : "< server";
            console.out()
                    .print("\n"
                            + Colour.BOLD.paint(
                                    direction + " " + Timestamps.local(message.time()) + ", "
                                            + Quantity.bytes(message.data().length),
                                    colour)
                            + "\n");
            if (BodyText.looksLikeText(message.data())) {
                console.out().print(Printable.block(BodyText.plain(message.data())));
                console.out().print('\n');
            } else {
                console.out().print(HexDump.of(message.data(), DUMPED));
            }
        });
    }

    /** Writes its bytes alone, both directions in the order they passed where both are asked for. */
    void write(boolean client, boolean server) throws IOException {
        if (console.isTerminal()) {
            throw Failure.because("the bytes of a stream are not for a terminal: send them to a file or a pipe");
        }
        each(client, server, message -> console.out().write(message.data(), 0, message.data().length));
    }

    private void each(boolean client, boolean server, Taker taker) throws IOException {
        long next = 0;
        List<Message> page;
        do {
            page = reader.messages(flow.id(), next, PAGE);
            for (Message message : page) {
                if (message.fromClient() ? client : server) {
                    taker.take(message);
                }
                next = message.sequence() + 1;
            }
            console.flush();
        } while (page.size() == PAGE);
    }

    private interface Taker {
        void take(Message message);
    }
}

package dev.steno.cli.print;

import dev.steno.cli.terminal.Console;
import dev.steno.flow.Direction;
import dev.steno.flow.TcpFlow;
import dev.steno.store.SessionReader;
import dev.steno.text.Colour;
import dev.steno.text.Printable;
import dev.steno.text.Quantity;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Prints a raw stream message by message. For one thread. */
public final class StreamPage {
    private final TcpFlow flow;
    private final SessionReader reader;
    private final MessageOutput messages;
    private final Console console;
    private final boolean detail;

    public StreamPage(TcpFlow flow, SessionReader reader, Console console, PageOptions page) {
        this.detail = page.detail();
        this.flow = flow;
        this.reader = reader;
        this.messages = new MessageOutput(flow, reader, console);
        this.console = console;
    }

    /**
     * @param only the direction to print; null for both, with the details of the flow
     */
    public void print(@Nullable Direction only) throws IOException {
        boolean colour = console.colour();
        if (only == null) {
            FlowDetails.print(flow, List.of(), reader.notes(flow.id()), "", console.out(), colour, detail);
            console.out()
                    .print(Colour.DIM.paint(String.format("%-12s", "stream"), colour)
                            + Printable.line(flow.protocol()) + " to "
                            + Printable.line(flow.target().toString()) + ", "
                            + Quantity.bytes(flow.sentByClient()) + " out, " + Quantity.bytes(flow.sentByServer())
                            + " in\n");
        }
        messages.print(only);
    }
}

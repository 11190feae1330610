package dev.steno.cli.print;

import dev.steno.cli.command.Failure;
import dev.steno.cli.terminal.Console;
import dev.steno.content.BodyText;
import dev.steno.content.view.ContentViews;
import dev.steno.content.view.ViewContent;
import dev.steno.flow.Direction;
import dev.steno.flow.Flow;
import dev.steno.flow.Message;
import dev.steno.store.SessionReader;
import dev.steno.text.Colour;
import dev.steno.text.Printable;
import dev.steno.text.Quantity;
import dev.steno.text.Timestamps;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Writes the messages of a raw stream or a WebSocket: formatted one by one, or only their bytes. Messages are read in
 * pages, so their number does not matter. For one thread.
 */
public final class MessageOutput {
    private static final int PAGE = 64;
    private static final int DUMPED = 4096;

    private final Flow flow;
    private final SessionReader reader;
    private final Console console;

    public MessageOutput(Flow flow, SessionReader reader, Console console) {
        this.flow = flow;
        this.reader = reader;
        this.console = console;
    }

    /**
     * Prints the messages for reading.
     *
     * @param only the direction to print; null for both
     */
    public void print(@Nullable Direction only) throws IOException {
        each(only, message -> {
            console.out().print("\n" + Colour.BOLD.paint(title(message), console.colour()) + "\n");
            if (BodyText.looksLikeText(message.data())) {
                console.out().print(Printable.block(BodyText.plain(message.data())));
                console.out().print('\n');
            } else {
                ContentViews.hexadecimal(DUMPED)
                        .show(
                                ViewContent.of(message.data(), null),
                                new SpanPrinter(console.out(), console.colour()).begin(Long.MAX_VALUE));
            }
        });
    }

    private static String title(Message message) {
        StringBuilder title = new StringBuilder(message.direction().isFromClient() ? "client > " : "< server ")
                .append(Timestamps.local(message.time()))
                .append(", ")
                .append(Quantity.bytes(message.data().length));
        if (message.trueSize() > message.data().length) {
            title.append(" of ").append(Quantity.bytes(message.trueSize()));
        }
        if (message.kind() != Message.Kind.PIECE) {
            title.append(", ").append(word(message.kind()));
        }
        if (message.edit() != Message.Edit.NONE) {
            title.append(", ").append(word(message.edit()));
        }
        return title.append(message.last() ? "" : ", continued").toString();
    }

    private static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }

    /**
     * Writes only their bytes, in the order of transfer.
     *
     * @param only the direction to write; null for both
     */
    public void write(@Nullable Direction only) throws IOException {
        if (console.isTerminal()) {
            throw Failure.because(
                    "the bytes of a stream are not written to a terminal: redirect the output to a file or a pipe");
        }
        each(only, message -> console.out().write(message.data(), 0, message.data().length));
    }

    private void each(@Nullable Direction only, Taker taker) throws IOException {
        long next = 0;
        List<Message> page;
        do {
            page = reader.messages(flow.id(), next, PAGE);
            for (Message message : page) {
                if (only == null || only == message.direction()) {
                    taker.takeMessage(message);
                }
                next = message.sequence() + 1;
            }
            console.flush();
        } while (page.size() == PAGE);
    }

    private interface Taker {
        void takeMessage(Message message);
    }
}

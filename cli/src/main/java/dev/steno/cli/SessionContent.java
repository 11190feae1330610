package dev.steno.cli;

import dev.steno.filter.Content;
import dev.steno.filter.Match;
import dev.steno.flow.Body;
import dev.steno.flow.Message;
import dev.steno.flow.TcpFlow;
import dev.steno.session.SessionReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.function.Predicate;

/** Bodies and messages of a session for filters that ask for them. Reads the disk. */
record SessionContent(SessionReader reader) implements Content {
    private static final int PAGE = 64;

    @Override
    public InputStream open(Body.Stored body) {
        return reader.body(body);
    }

    @Override
    public Match anyMessage(TcpFlow flow, Predicate<Message> test) {
        try {
            long next = 0;
            List<Message> page;
            do {
                page = reader.messages(flow.id(), next, PAGE);
                for (Message message : page) {
                    if (test.test(message)) {
                        return Match.YES;
                    }
                    next = message.sequence() + 1;
                }
            } while (page.size() == PAGE);
            return Match.NO;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

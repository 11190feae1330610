package dev.steno.store;

import dev.steno.filter.ContentSource;
import dev.steno.filter.Match;
import dev.steno.flow.Body;
import dev.steno.flow.Flow;
import dev.steno.flow.Message;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.function.Predicate;

/** Reads stored bodies and messages for a filter. Reads the disk, so never on an event loop. */
public final class StoredContent implements ContentSource {
    private static final int PAGE = 256;

    private final SessionReader reader;

    public StoredContent(SessionReader reader) {
        this.reader = reader;
    }

    @Override
    public InputStream open(Body.Stored body) {
        return reader.body(body);
    }

    @Override
    public Match anyMessage(Flow flow, Predicate<Message> test) {
        long from = 0;
        while (true) {
            List<Message> page = page(flow, from);
            if (page.stream().anyMatch(test)) {
                return Match.YES;
            }
            if (page.size() < PAGE) {
                return Match.NO;
            }
            from = page.get(page.size() - 1).sequence() + 1;
        }
    }

    private List<Message> page(Flow flow, long from) {
        try {
            return reader.messages(flow.id(), from, PAGE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

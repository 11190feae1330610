package dev.steno.sqlite.query;

import dev.steno.codec.CodecException;
import dev.steno.filter.ContentSource;
import dev.steno.filter.Filter;
import dev.steno.filter.Match;
import dev.steno.flow.Flow;
import dev.steno.sqlite.file.BadRowException;
import dev.steno.store.SessionException;
import dev.steno.store.SessionReader;
import dev.steno.store.StoredContent;
import java.io.UncheckedIOException;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Asks flows themselves where their columns do not tell whether they match. For one search. */
public final class FullFlowMatcher {
    private static final Logger LOG = LoggerFactory.getLogger(FullFlowMatcher.class);

    private final SessionReader reader;
    private final Filter filter;
    private final ContentSource content;

    public FullFlowMatcher(SessionReader reader, Filter filter) {
        this.reader = reader;
        this.filter = filter;
        this.content = new StoredContent(reader);
    }

    /** Whether the flow matches as it is now. One that is damaged does not, and is told of: it must not end the search. */
    public boolean matches(long id) throws SessionException {
        try {
            Optional<Flow> flow = reader.flow(id);
            return flow.isPresent() && filter.test(flow.get(), content) == Match.YES;
        } catch (SessionException e) {
            if (e.getCause() instanceof CodecException || e.getCause() instanceof BadRowException) {
                LOG.warn("flow {} cannot be searched: {}", id, e.getMessage());
                return false;
            }
            throw e;
        } catch (UncheckedIOException e) {
            LOG.warn("a body of flow {} cannot be searched: {}", id, e.getMessage());
            return false;
        }
    }
}

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
import dev.steno.text.FileErrors;
import java.io.UncheckedIOException;
import java.util.Objects;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Decodes and tests the flows whose columns do not decide whether they match. For one search. */
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

    /**
     * Returns whether the flow matches in its current revision. A damaged flow is logged and does not match, so that
     * the search continues.
     */
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
            // the message of the wrapper begins with a class name
            LOG.warn(
                    "a body of flow {} cannot be searched: {}",
                    id,
                    FileErrors.reason(Objects.requireNonNull(e.getCause())));
            return false;
        }
    }
}

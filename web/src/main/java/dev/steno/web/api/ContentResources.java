package dev.steno.web.api;

import dev.steno.content.schema.ProtoSchema;
import dev.steno.web.http.Route;
import dev.steno.web.session.RecordedSession;
import java.util.ArrayList;
import java.util.List;

/** The resources of what flows contain: bodies and messages. They share one reader of the session. */
public final class ContentResources implements AutoCloseable {
    private final RecordedContent content;
    private final String tickets;

    /**
     * @param session what is read
     * @param schema names the fields of the messages of gRPC
     * @param tickets what precedes the names of tickets for bodies in their addresses
     */
    public ContentResources(RecordedSession session, ProtoSchema schema, String tickets) {
        content = new RecordedContent(session, schema);
        this.tickets = tickets;
    }

    /** Returns what they read. */
    public RecordedContent content() {
        return content;
    }

    /** Returns the routes of all of them. */
    public List<Route> routes() {
        List<Route> routes = new ArrayList<>();
        routes.addAll(new CompareResource(content).routes());
        routes.addAll(bodies(content, RecordedContent.BODIES, content::body));
        routes.addAll(new MessagesResource(content).routes());
        routes.addAll(new TicketsResource(content, System::nanoTime, tickets).routes());
        return routes;
    }

    /**
     * Returns the routes that read bodies: their bytes, looks at them, and what is found in them.
     *
     * @param base what precedes {@code /body}, {@code /look} and {@code /find} in the paths
     */
    public static List<Route> bodies(RecordedContent content, String base, BodyChoice choice) {
        List<Route> routes = new ArrayList<>(new BodyResource(content, base, choice).routes());
        routes.addAll(new LookResource(content, base, choice).routes());
        routes.addAll(new FindResource(base, choice).routes());
        return routes;
    }

    @Override
    public void close() {
        content.close();
    }
}

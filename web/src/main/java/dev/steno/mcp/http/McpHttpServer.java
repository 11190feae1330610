package dev.steno.mcp.http;

import dev.steno.flow.Endpoint;
import dev.steno.json.JsonInput;
import dev.steno.mcp.rpc.RpcConnection;
import dev.steno.mcp.rpc.RpcMethods;
import dev.steno.web.guard.Guard;
import dev.steno.web.guard.HostNames;
import dev.steno.web.guard.WebToken;
import dev.steno.web.http.ApiProblem;
import dev.steno.web.http.ApiRequest;
import dev.steno.web.http.ApiResponse;
import dev.steno.web.http.Route;
import dev.steno.web.http.Router;
import dev.steno.web.server.ApiServer;
import java.io.IOException;
import java.net.BindException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Serves clients of the model context protocol at {@code /mcp}, each with a connection of its own that its POST of {@code initialize}
 * begins. No client is sent anything outside of the response to a POST, so a GET is answered with 405. Any thread; blocks.
 */
public final class McpHttpServer implements AutoCloseable {
    /** The name of the token's file in the home folder. Not the API's token: who has that may do everything. */
    public static final String TOKEN = "mcp-token";

    private static final String SESSION = "Mcp-Session-Id";
    private static final String VERSION = "MCP-Protocol-Version";

    private final ApiServer server;
    private final McpSessions sessions = new McpSessions();
    private final Supplier<RpcMethods> methods;
    private final Predicate<String> versions;

    private McpHttpServer(ApiServer server, Supplier<RpcMethods> methods, Predicate<String> versions) {
        this.server = server;
        this.methods = methods;
        this.versions = versions;
    }

    /**
     * Answers clients from now on.
     *
     * @param at a loopback address; port 0 picks a free one
     * @param home where the token is, which is made if there is none
     * @param methods makes what serves one client
     * @param versions tells which versions are spoken
     * @throws IOException if the address cannot be bound, or the token cannot be read or made
     */
    public static McpHttpServer start(Endpoint at, Path home, Supplier<RpcMethods> methods, Predicate<String> versions)
            throws IOException {
        Guard guard = new Guard(WebToken.open(home, TOKEN), new HostNames(List.of()), false, System::nanoTime);
        McpHttpServer made = new McpHttpServer(bind(at), methods, versions);
        made.server.start(
                new Router(List.of(
                        new Route("POST", Guard.MCP, "Takes a message of a client.", made::post),
                        new Route("DELETE", Guard.MCP, "Ends the connection of a client.", made::delete))),
                guard,
                null);
        return made;
    }

    private static ApiServer bind(Endpoint at) throws IOException {
        try {
            return ApiServer.bind(at, false);
        } catch (IOException e) {
            Throwable cause = e.getCause();
            throw cause instanceof BindException
                    ? new IOException(
                            "cannot listen at " + at + ": " + cause.getMessage() + "; choose another port with --http",
                            e)
                    : e;
        }
    }

    /** Returns the URL that clients are given. */
    public String url() {
        Endpoint at = new Endpoint(
                server.address().getAddress().getHostAddress(), server.address().getPort());
        return "http://" + at + Guard.MCP;
    }

    private ApiResponse post(ApiRequest request) throws IOException {
        PostedMessage.checkAccepted(request);
        checkVersion(request);
        Object message;
        try {
            message = JsonInput.whole(request.body());
        } catch (IOException e) {
            throw ApiProblem.badRequest("the body cannot be read: " + e.getMessage());
        }
        if (isInitialize(message)) {
            return initialize(request, message);
        }
        return answer(client(request), request, message);
    }

    private static boolean isInitialize(@Nullable Object message) {
        return message instanceof Map<?, ?> map && "initialize".equals(map.get("method")) && map.containsKey("id");
    }

    private ApiResponse initialize(ApiRequest request, @Nullable Object message) throws IOException {
        if (request.header(SESSION).isPresent()) {
            throw ApiProblem.badRequest("the connection is initialized already; leave out " + SESSION + " for another");
        }
        RpcConnection client = new RpcConnection(methods.get());
        ApiResponse answer = answer(client, request, message);
        return answer.with(SESSION, sessions.add(client));
    }

    private static ApiResponse answer(RpcConnection client, ApiRequest request, @Nullable Object message)
            throws IOException {
        PostedMessage posted = new PostedMessage();
        client.take(message, posted::before, posted::done);
        return posted.response(request, () -> client.cancel(message));
    }

    private RpcConnection client(ApiRequest request) {
        String id = request.header(SESSION)
                .orElseThrow(() -> ApiProblem.badRequest(
                        "there is no " + SESSION + ": send initialize first, and then the id that its response has"));
        return sessions.find(id)
                .orElseThrow(
                        () -> ApiProblem.notFound("this connection has ended: send initialize without " + SESSION));
    }

    private ApiResponse delete(ApiRequest request) {
        checkVersion(request);
        if (!sessions.end(request.header(SESSION).orElse(""))) {
            throw ApiProblem.notFound("there is no connection with this " + SESSION);
        }
        return ApiResponse.nothing();
    }

    private void checkVersion(ApiRequest request) {
        request.header(VERSION).filter(versions.negate()).ifPresent(version -> {
            throw ApiProblem.badRequest(VERSION + " " + version + " is not spoken here");
        });
    }

    /** Ends all connections and the server. */
    @Override
    public void close() {
        sessions.endAll();
        server.close();
    }
}

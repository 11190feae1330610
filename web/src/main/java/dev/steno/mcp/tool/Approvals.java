package dev.steno.mcp.tool;

import dev.steno.mcp.answer.VisibleText;
import dev.steno.mcp.rpc.Cancellation;
import dev.steno.mcp.rpc.RpcError;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Asks the person at the client before the first act of a kind on a host, and remembers the answer as long as the client is connected
 * (elicitation, version 2025-06-18 and later). A client that cannot ask a person is not asked: what it may do was allowed when the
 * server was started. Any thread that may block.
 */
public final class Approvals {
    /** Upper bound on hosts whose answer is remembered; afterwards the oldest is asked again. */
    static final int MOST = 1_000;

    /** Longest time that a person may take. */
    private static final long PATIENCE = TimeUnit.MINUTES.toNanos(5);

    private static final long POLL_MILLIS = 100;

    /** One question at a time: a second call of the same host has the answer of the first. */
    private final ReentrantLock asking = new ReentrantLock();

    private final Map<Act, Boolean> answers = new LinkedHashMap<>(); // guarded by asking

    private volatile boolean possible;

    private record Act(Grant grant, String host) {}

    /**
     * Notes what a client can do.
     *
     * @param capabilities as it declares them when it initializes the connection
     */
    public void clientCan(@Nullable Object capabilities) {
        Object elicitation = capabilities instanceof Map<?, ?> map ? map.get("elicitation") : null;
        possible = elicitation instanceof Map<?, ?> modes && (modes.isEmpty() || modes.containsKey("form"));
    }

    /** Whether the client can ask a person. */
    boolean isPossible() {
        return possible;
    }

    /**
     * Returns if the act may be done: a person approved it, or the client cannot ask one.
     *
     * @param what the act, as the question has it: "send requests to example.org"
     * @throws ToolFailure if it was not approved
     */
    void require(Grant grant, String host, String what, Cancellation call) throws ToolFailure {
        if (!possible) {
            return;
        }
        Act act = new Act(grant, host);
        try {
            while (!asking.tryLock(POLL_MILLIS, TimeUnit.MILLISECONDS)) {
                if (call.getAsBoolean()) {
                    throw new ToolFailure("the call was cancelled");
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ToolFailure("the call was cancelled");
        }
        try {
            Boolean known = answers.get(act);
            boolean approved = known != null ? known : ask(act, what, call);
            if (!approved) {
                throw new ToolFailure("refused: a person did not approve to " + what
                        + ". The answer counts until the client connects again");
            }
        } finally {
            asking.unlock();
        }
    }

    /** Asks; remembers yes and no, but not that the question was closed. */
    private boolean ask(Act act, String what, Cancellation call) throws ToolFailure {
        Map<String, Object> params = new LinkedHashMap<>();
        params.put(
                "message",
                "May the model " + VisibleText.line(what, 300)
                        + "? The answer counts for all further calls until this client disconnects.");
        params.put("requestedSchema", Map.of("type", "object", "properties", Map.of()));
        Object action;
        try {
            action = call.ask("elicitation/create", params, PATIENCE).get("action");
        } catch (RpcError e) {
            throw new ToolFailure(
                    "refused: the client could not ask a person to " + what + " (" + e.getMessage() + ")");
        } catch (TimeoutException e) {
            throw new ToolFailure("refused: nobody answered within " + TimeUnit.NANOSECONDS.toMinutes(PATIENCE)
                    + " minutes whether to " + what + "; call again to ask again");
        }
        boolean approved = "accept".equals(action);
        if (!approved && !"decline".equals(action)) {
            throw new ToolFailure("refused: the question whether to " + what
                    + " was closed without an answer; call again to ask again");
        }
        if (answers.size() >= MOST) {
            answers.remove(answers.keySet().iterator().next());
        }
        answers.put(act, approved);
        return approved;
    }
}

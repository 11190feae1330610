package dev.steno.fleet.server;

import dev.steno.text.Printable;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertPathValidatorException;
import java.sql.SQLException;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.jspecify.annotations.Nullable;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

/**
 * Reports that a shared store cannot be reached, or refused something. The message is for people, and has no more of the
 * cause than its SQLSTATE and the server's primary message: the exceptions of PostgreSQL's client repeat parameters, which
 * are the traffic itself. For that reason the cause is not attached.
 */
public final class StoreFailure extends IOException {
    private static final long serialVersionUID = 1L;

    /** The client's word for a server that wants a password and gets none, or that has no TLS and is asked for it. */
    private static final String NO_AGREEMENT = "08004";

    /** A write on a standby, or in a transaction that only reads. */
    private static final String READ_ONLY = "25006";

    /** What a retry can be expected to do. */
    public enum Kind {
        /** The store is away, busy or full: the same may succeed later. */
        AWAY,
        /** The store is not as it has to be, or its rights are not: a retry fails until a person acts. */
        SETUP,
        /** The store refuses these rows: without them, the rest succeeds. */
        ROWS
    }

    private final Kind kind;
    private final String state;
    private final boolean silence;

    public StoreFailure(Kind kind, String message) {
        this(kind, message, "", false);
    }

    private StoreFailure(Kind kind, String message, String state, boolean silence) {
        super(message);
        this.kind = kind;
        this.state = state;
        this.silence = silence;
    }

    /** Returns the failure of a statement or a connection. */
    public static StoreFailure of(ServerUrl url, SQLException failure) {
        String state = failure.getSQLState() == null ? "" : failure.getSQLState();
        return new StoreFailure(
                kind(state, url),
                "the shared store " + url + ": " + Printable.line(why(state, failure, url)),
                state,
                isSilence(failure));
    }

    public Kind kind() {
        return kind;
    }

    /** Returns the class of SQLSTATE (ISO 9075-2, 24.1), such as {@code 08}; empty if there is none. */
    public String stateClass() {
        return state.length() < 2 ? "" : state.substring(0, 2);
    }

    /** Returns whether the server was silent for longer than a statement was given. */
    public boolean isSilence() {
        return silence;
    }

    private static boolean isSilence(SQLException failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof SocketTimeoutException) {
                return true;
            }
        }
        return false;
    }

    /** By SQLSTATE (https://www.postgresql.org/docs/current/errcodes-appendix.html). */
    private static Kind kind(String state, ServerUrl url) {
        if (state.equals(READ_ONLY) && url.hosts().size() == 1) {
            return Kind.SETUP; // of several servers, another one may be the primary, or become it
        }
        String group = state.length() < 2 ? "" : state.substring(0, 2);
        return switch (group) {
            // data exception, constraint violation, program limit exceeded, exception of a trigger
            case "22", "23", "54", "P0" -> Kind.ROWS;
            // authorisation, catalog name, syntax or access rule
            case "28", "3D", "3F", "42" -> Kind.SETUP;
            default -> state.equals(NO_AGREEMENT) ? Kind.SETUP : Kind.AWAY;
        };
    }

    private static String why(String state, SQLException failure, ServerUrl url) {
        String tls = tlsProblem(failure);
        if (tls != null) {
            return tls;
        }
        switch (state) {
            case "28P01", "28000":
                return "the server refused the role " + url.role() + " (" + primary(failure)
                        + "): check PGPASSWORD or ~/.pgpass, and the server's pg_hba.conf";
            case NO_AGREEMENT:
                return "no connection is agreed on (" + failure.getMessage()
                        + "): check PGPASSWORD or ~/.pgpass, and sslmode"; // the client's own sentence
            case "08001":
                if (String.valueOf(failure.getMessage()).contains("targetServerType")) {
                    return "no server can be reached that takes writes, or is of the kind that the URL asks for: check the addresses,"
                            + " and that the servers run";
                }
                return "no server can be reached (" + primary(failure)
                        + "): check the address, and that the server runs";
            case "3D000":
                return "the server has no database " + url.database() + ": make it with: createdb " + url.database();
            case READ_ONLY:
                return "this server is a read-only standby: name the primary, or all servers with"
                        + " targetServerType=primary";
            case "42501":
                return "the role " + url.role() + " lacks a right (" + primary(failure)
                        + "): let the owner of the store GRANT steno_read TO " + url.role()
                        + ", or steno_ship if it ships; steno store init makes these roles";
            case "53100":
                return "the disk of the server is full";
            case "22P02", "P0001":
                return "a value or a trigger of the store refuses it (SQLSTATE " + state
                        + ")"; // the server repeats values
            case "53300":
                return "the server has no free connection; raise max_connections, or use a pooler";
            default:
                return primary(failure) + (state.isEmpty() ? "" : " (SQLSTATE " + state + ")");
        }
    }

    /** Why the server's certificate was not accepted; null if that is not the cause. */
    private static @Nullable String tlsProblem(SQLException failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof CertPathBuilderException || cause instanceof CertPathValidatorException) {
                return "the server's certificate does not verify: name the authority that signed it with ?sslrootcert=FILE ("
                        + cause.getMessage() + ")";
            }
            if (cause instanceof SSLPeerUnverifiedException
                    || cause instanceof SQLException
                            && String.valueOf(cause.getMessage()).contains("HostnameVerifier")) {
                return "the server's certificate has another name than its address: use a name that it has, or"
                        + " ?sslmode=verify-ca";
            }
            if (cause instanceof SSLException && cause.getCause() == null) {
                return "TLS with the server failed: " + cause.getMessage();
            }
        }
        return null;
    }

    /**
     * The first line of the server's primary message, or what the client says without parameters. A cluster appends the lines of
     * the node that failed, its hints and details.
     */
    private static String primary(SQLException failure) {
        @Nullable ServerErrorMessage server = failure instanceof PSQLException e ? e.getServerErrorMessage() : null;
        if (server != null && server.getMessage() != null) {
            return server.getMessage().lines().findFirst().orElse("");
        }
        Throwable cause = failure;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        if (cause instanceof UnknownHostException) {
            return "unknown host " + cause.getMessage();
        }
        if (cause instanceof IOException) {
            return cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
        }
        String state = failure.getSQLState();
        return state != null && state.startsWith("08") ? "the connection failed" : "the client of PostgreSQL failed";
    }
}

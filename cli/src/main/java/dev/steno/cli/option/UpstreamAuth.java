package dev.steno.cli.option;

import dev.steno.certs.PrivateFiles;
import dev.steno.cli.command.Failure;
import dev.steno.net.mode.Credentials;
import dev.steno.net.mode.Listener;
import dev.steno.net.mode.NextProxy;
import dev.steno.net.mode.ProxyMode;
import dev.steno.option.Options;
import dev.steno.text.FileErrors;
import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;

/** The credentials of {@code --upstream-auth}. Reads their file; no message quotes them. */
final class UpstreamAuth {
    private static final String FLAG = "--upstream-auth";
    private static final String FORMS = "user:password, 'Bearer TOKEN' or @FILE";
    private static final String BEARER = "Bearer ";

    private UpstreamAuth() {}

    /**
     * Adds the credentials to the listeners that send any.
     *
     * @throws Failure if they are malformed, or no listener can send them
     * @throws IOException if their file cannot be read; the message names it
     */
    static List<Listener> added(List<Listener> listeners, Options options) throws IOException {
        String text = options.get(ListenOptions.class).upstreamAuth().orElse("");
        if (text.isEmpty()) {
            return listeners;
        }
        Credentials sent = text.startsWith("@") ? of(Path.of(text.substring(1))) : parse(text, FLAG);
        List<Listener> with = listeners.stream()
                .map(listener -> new Listener(listener.mode().withCredentials(sent), listener.at()))
                .toList();
        if (with.equals(listeners)) {
            throw Failure.usage(
                    FLAG + " has no effect: no listener has the mode upstream without credentials in its URL,"
                            + " or the mode reverse for HTTP");
        }
        if (sent.scheme() == Credentials.Scheme.BEARER && with.stream().anyMatch(UpstreamAuth::isSocks)) {
            throw Failure.usage(FLAG + ": a SOCKS5 proxy takes user:password, and no token");
        }
        return with;
    }

    private static boolean isSocks(Listener listener) {
        return listener.mode() instanceof ProxyMode.Upstream upstream
                && upstream.next().kind() == NextProxy.Kind.SOCKS5
                && upstream.next().credentials() != null
                && upstream.next().credentials().scheme() == Credentials.Scheme.BEARER;
    }

    private static Credentials of(Path file) throws IOException {
        try {
            PrivateFiles.requireUnwritable(file);
            return parse(Files.readString(file).strip(), FLAG + " @" + file);
        } catch (NoSuchFileException e) {
            throw Failure.usage(FLAG + " @" + file + ": no such file");
        } catch (MalformedInputException e) {
            throw Failure.usage(FLAG + " @" + file + ": it is not UTF-8 text");
        } catch (IOException e) {
            throw new IOException(FLAG + " @" + file + ": it cannot be read: " + FileErrors.reason(e), e);
        }
    }

    private static Credentials parse(String text, String where) {
        if (text.chars().anyMatch(c -> c < ' ' || c == 0x7f)) {
            throw Failure.usage(where + " must be one line without control characters: " + FORMS);
        }
        if (text.regionMatches(true, 0, BEARER, 0, BEARER.length())) {
            String token = text.substring(BEARER.length()).strip();
            if (!token.matches("[A-Za-z0-9._~+/-]+=*")) {
                throw Failure.usage(
                        where + ": the token has a character that a bearer token cannot have (RFC 6750, 2.1)");
            }
            return Credentials.bearer(token);
        }
        int colon = text.indexOf(':');
        if (colon < 1) {
            throw Failure.usage(where + " must be " + FORMS);
        }
        return new Credentials(text.substring(0, colon), text.substring(colon + 1));
    }
}

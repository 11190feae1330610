package dev.steno.net.tls;

import dev.steno.certs.ClientIdentity;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The client certificates that Steno shows to servers, by host. Immutable; read at start, off the event loops. */
final class ClientIdentities {
    private static final Logger LOG = LoggerFactory.getLogger(ClientIdentities.class);
    private static final String ENDING = ".pem";

    private final Map<String, ClientIdentity> byHost;
    private final @Nullable ClientIdentity forAll;

    private ClientIdentities(Map<String, ClientIdentity> byHost, @Nullable ClientIdentity forAll) {
        this.byHost = byHost;
        this.forAll = forAll;
    }

    static ClientIdentities none() {
        return new ClientIdentities(Map.of(), null);
    }

    /**
     * Reads a file for all hosts, or every {@code HOST.pem} of a folder.
     *
     * @throws IOException if one cannot be used; the message names it and says what to do
     */
    static ClientIdentities read(Path path) throws IOException {
        if (!Files.isDirectory(path)) {
            return new ClientIdentities(Map.of(), identity(path));
        }
        Map<String, ClientIdentity> found = new HashMap<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(path, "*" + ENDING)) {
            for (Path file : files) {
                String name = String.valueOf(file.getFileName());
                found.put(name.substring(0, name.length() - ENDING.length()).toLowerCase(Locale.ROOT), identity(file));
            }
        }
        if (found.isEmpty()) {
            throw new IOException(
                    "--client-certs " + path + ": no file in it is named for a host, such as" + " example.org.pem");
        }
        return new ClientIdentities(found, null);
    }

    private static ClientIdentity identity(Path file) throws IOException {
        if (!Files.isRegularFile(file)) {
            throw new IOException("--client-certs " + file + ": no such file");
        }
        ClientIdentity identity;
        try {
            identity = ClientIdentity.read(file);
        } catch (IOException e) {
            throw new IOException("--client-certs: " + e.getMessage(), e);
        }
        if (identity.exposed()) {
            LOG.warn("the key in {} can be read by other users of this machine; chmod 600 it", file);
        }
        return identity;
    }

    /** The certificate for a host; null if there is none. */
    @Nullable
    ClientIdentity of(@Nullable String host) {
        ClientIdentity named = host == null ? null : byHost.get(host.toLowerCase(Locale.ROOT));
        return named == null ? forAll : named;
    }

    /** The certificate with an alias, which {@link #of} returned earlier; null if there is none. */
    @Nullable
    ClientIdentity byAlias(@Nullable String alias) {
        if (forAll != null && forAll.alias().equals(alias)) {
            return forAll;
        }
        return byHost.values().stream()
                .filter(identity -> identity.alias().equals(alias))
                .findFirst()
                .orElse(null);
    }
}

package dev.steno.cli.client;

import dev.steno.certs.CertificateAuthority;
import dev.steno.certs.Pkcs12File;
import dev.steno.text.FileErrors;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The files that environment variables of clients point to, in a folder of the home folder whose name is a digest of
 * their content: a change of the system's roots, of the user's files or of Steno makes a new folder, and programs that
 * still use an old one are not disturbed. A folder that no start has used for 30 days is removed. They contain no key,
 * except that {@link #wgetrc} repeats the user's own. Immutable.
 *
 * @param folder contains the files
 */
record ClientFiles(Path folder) {
    private static final String FOLDER = "clients";
    private static final Duration KEPT = Duration.ofDays(30);

    /** All authorities in PEM: the system's, the user's and Steno's. */
    Path bundle() {
        return folder.resolve("ca-bundle.pem");
    }

    /** Steno's CA and the user's own in PEM, for programs that bring roots of their own. */
    Path extra() {
        return folder.resolve("ca-extra.pem");
    }

    /** All authorities as a PKCS#12 file, which a JVM opens without a password. */
    Path trustStore() {
        return folder.resolve("truststore.p12");
    }

    /** A script that Node.js loads before a program. */
    Path nodePreload() {
        return folder.resolve("node-proxy.cjs");
    }

    /** The user's configuration of wget, and the authorities. */
    Path wgetrc() {
        return folder.resolve("wgetrc");
    }

    /** A folder with a configuration file that PHP reads in addition to its own. */
    Path phpFolder() {
        return folder.resolve("php");
    }

    /**
     * Writes the files unless they exist.
     *
     * @param home Steno's home folder
     * @param environment the user's environment
     */
    static ClientFiles prepare(Path home, CertificateAuthority ca, Map<String, String> environment) throws IOException {
        CaBundle bundle = CaBundle.read(environment, ca.certificate());
        String pem = bundle.pem();
        String extra = bundle.ownPem();
        String node = resource("node-proxy.cjs");
        String wget = usersWgetrc(environment);
        Path clients = home.toAbsolutePath().resolve(FOLDER);
        Path target = clients.resolve(digest(List.of(clients.toString(), pem, extra, node, wget)));
        ClientFiles files = new ClientFiles(target);
        if (!Files.isDirectory(target)) {
            Files.createDirectories(clients);
            Path begun = Files.createTempDirectory(clients, ".new");
            try {
                new ClientFiles(begun).write(files, bundle, List.of(pem, extra, node, wget));
            } catch (IOException e) {
                Trees.remove(begun);
                throw new IOException(
                        "cannot write the files for clients to " + clients + ": " + FileErrors.reason(e), e);
            }
            publish(begun, target);
        }
        Files.setLastModifiedTime(target, FileTime.from(Instant.now()));
        removeOld(clients);
        return files;
    }

    private void write(ClientFiles published, CaBundle bundle, List<String> texts) throws IOException {
        Files.writeString(bundle(), texts.get(0));
        Files.writeString(extra(), texts.get(1));
        Files.writeString(nodePreload(), texts.get(2));
        // the user's own file may contain passwords: a temporary file is private from its creation on
        Path begun = Files.createTempFile(folder, "wget", "rc");
        Files.writeString(begun, texts.get(3) + "ca_certificate = " + published.bundle() + "\n");
        Files.move(begun, wgetrc());
        Files.write(trustStore(), Pkcs12File.trustStore(bundle.certificates()));
        Files.createDirectory(phpFolder());
        String quoted = '"' + published.bundle().toString() + '"';
        Files.writeString(
                phpFolder().resolve("steno.ini"), "curl.cainfo = " + quoted + "\nopenssl.cafile = " + quoted + "\n");
    }

    /** Publishes the new files; if another process has published the same ones meanwhile, those are used. */
    private static void publish(Path begun, Path target) throws IOException {
        try {
            Files.move(begun, target, StandardCopyOption.ATOMIC_MOVE);
        } catch (FileSystemException e) {
            Trees.remove(begun);
            if (!Files.isDirectory(target)) {
                throw e;
            }
        }
    }

    private static void removeOld(Path clients) throws IOException {
        Instant limit = Instant.now().minus(KEPT);
        try (Stream<Path> folders = Files.list(clients)) {
            for (Path folder : folders.toList()) {
                if (Files.getLastModifiedTime(folder).toInstant().isBefore(limit)) {
                    Trees.remove(folder);
                }
            }
        }
    }

    /** The text of the wgetrc that wget would read; empty if there is none. */
    private static String usersWgetrc(Map<String, String> environment) throws IOException {
        String named = environment.getOrDefault("WGETRC", "");
        String home = environment.getOrDefault("HOME", "");
        Path file = named.isEmpty() ? Path.of(home, ".wgetrc") : Path.of(named);
        if (named.isEmpty() && home.isEmpty() || !Files.isReadable(file)) {
            return "";
        }
        return Files.readString(file, StandardCharsets.ISO_8859_1).stripTrailing() + "\n";
    }

    private static String resource(String name) {
        try (InputStream text = ClientFiles.class.getResourceAsStream(name)) {
            if (text == null) {
                throw new IllegalStateException("the program lacks its file " + name);
            }
            return new String(text.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String digest(List<String> texts) {
        try {
            MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
            for (String text : texts) {
                sha256.update(text.getBytes(StandardCharsets.UTF_8));
                sha256.update((byte) 0);
            }
            return HexFormat.of().formatHex(sha256.digest(), 0, 8);
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java platform has SHA-256", e);
        }
    }
}

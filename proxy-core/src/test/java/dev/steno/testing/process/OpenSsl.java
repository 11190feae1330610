package dev.steno.testing.process;

import dev.steno.testing.wire.Loopback;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.awaitility.Awaitility;

/** Runs {@code openssl} as a server and as a client, and makes certificates with it. */
public final class OpenSsl implements AutoCloseable {
    private final Process process;
    private final Path output;

    private OpenSsl(Process process, Path output) {
        this.process = process;
        this.output = output;
    }

    /** Calls openssl with an input and returns its output, whatever the exit code. */
    public static String call(String input, Object... arguments) {
        return Program.need("openssl").feed(input, arguments).said();
    }

    /** Makes a key and a self-signed certificate for {@code localhost}, in one file. */
    public static Path selfSigned(Path folder, String name) throws Exception {
        return selfSigned(folder, name, "ec", "-pkeyopt", "ec_paramgen_curve:P-256");
    }

    /**
     * Like {@link #selfSigned(Path, String)}, with another type of key.
     *
     * @param key the algorithm of the key, then options for openssl
     */
    public static Path selfSigned(Path folder, String name, String... key) throws Exception {
        List<String> more = new ArrayList<>(List.of("-newkey"));
        more.addAll(List.of(key));
        more.addAll(List.of("-addext", "subjectAltName=DNS:localhost"));
        return made(folder, name, more);
    }

    /**
     * Makes a key and a self-signed certificate without a host name, in one file.
     *
     * @param subjectAndKey the subject, then options of openssl for the key
     */
    public static Path selfSignedAs(Path folder, String name, String... subjectAndKey) throws Exception {
        List<String> more = new ArrayList<>(List.of("-subj"));
        more.addAll(List.of(subjectAndKey));
        return made(folder, name, more);
    }

    /** Makes a CA, self-signed or signed by another CA. */
    public static Path authority(Path folder, String name, Path... by) throws Exception {
        List<String> more = new ArrayList<>(List.of("-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256"));
        for (Path issuer : by) {
            more.addAll(List.of("-CA", issuer.toString(), "-CAkey", issuer.toString()));
        }
        return made(folder, name, more);
    }

    /** Makes the certificate of a server, signed by a CA. */
    public static Path signed(Path folder, String name, Path authority, String... extensions) throws Exception {
        List<String> more = new ArrayList<>(List.of("-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256"));
        more.addAll(List.of("-CA", authority.toString(), "-CAkey", authority.toString()));
        more.addAll(List.of("-addext", "subjectAltName=DNS:localhost", "-addext", "basicConstraints=CA:FALSE"));
        for (String extension : extensions) {
            more.addAll(List.of("-addext", extension));
        }
        return made(folder, name, more);
    }

    /** The file with only the certificate of a file that this class made. */
    public static Path certificate(Path made) {
        return made.resolveSibling(made.getFileName().toString().replace(".pem", ".crt"));
    }

    private static Path made(Path folder, String name, List<String> more) throws Exception {
        Path key = folder.resolve(name + ".key");
        Path certificate = folder.resolve(name + ".crt");
        List<String> all = new ArrayList<>(List.of("req", "-x509", "-nodes", "-days", "2", "-subj", "/CN=" + name));
        all.addAll(more);
        all.addAll(List.of("-keyout", key.toString(), "-out", certificate.toString()));
        String said = call("", all.toArray());
        if (!Files.exists(certificate)) {
            throw new AssertionError("openssl made no certificate: " + said);
        }
        Path both = folder.resolve(name + ".pem");
        Files.writeString(both, Files.readString(certificate) + Files.readString(key));
        Files.setPosixFilePermissions(both, PosixFilePermissions.fromString("rw-------"));
        return both;
    }

    /** Starts a server on a free port of loopback that answers requests with a page about the connection. */
    public static Server server(Path folder, Path identity, String... arguments) throws Exception {
        List<String> all = new ArrayList<>(List.of("-www"));
        all.addAll(List.of(arguments));
        return talker(folder, identity, all.toArray(new String[0]));
    }

    /** Starts a server on a free port of loopback with these arguments for {@code openssl s_server}. */
    public static Server talker(Path folder, Path identity, String... arguments) throws Exception {
        int port = Loopback.freePort();
        Path output = Files.createTempFile(folder, "s_server", ".txt");
        List<String> all = new ArrayList<>(List.of(
                "s_server", "-accept", "127.0.0.1:" + port, "-cert", identity.toString(), "-key", identity.toString()));
        all.addAll(List.of(arguments));
        OpenSsl running = new OpenSsl(
                Program.need("openssl")
                        .builder(all.toArray())
                        .redirectErrorStream(true)
                        .redirectOutput(output.toFile())
                        .start(),
                output);
        Awaitility.await().until(() -> running.printed().contains("ACCEPT"));
        return new Server(port, running);
    }

    public record Server(int port, OpenSsl process) implements AutoCloseable {
        @Override
        public void close() {
            process.close();
        }
    }

    /** The output of the server so far. */
    public String printed() {
        try {
            return Files.readString(output, StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}

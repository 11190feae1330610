package dev.steno.interop.zap;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.steno.interop.FuzzedImport;
import dev.steno.testing.fuzz.Fuzz;
import dev.steno.testing.fuzz.Mutation;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Sessions whose script, data or properties were mutated: imported or reported, and nothing else. */
class ZapSessionFuzzTest {
    private static final Mutation MUTATION = Mutation.with(
            "\n",
            "'",
            "\"",
            "\\u0027",
            "CREATE ",
            "CACHED TABLE ",
            "INDEX '",
            "INSERT INTO ",
            "VALUES(",
            "-1",
            "99999999",
            "CALL ",
            ";",
            "modified=yes",
            "version=1.8.0");

    @TempDir
    Path folder;

    @Test
    void mutatedSessionsAreImportedOrReported() throws Exception {
        Path zap = Files.createDirectory(folder.resolve("zap"));
        Path file;
        try (ZapSession session = new ZapSession(zap)) {
            session.row(1, "/a", new byte[] {1, 2, 3}).row(16, "/b", new byte[100]);
            session.run("INSERT INTO TAG (HISTORYID, TAG) VALUES (1, 'api')");
            file = session.closed();
        }
        byte[] script = Files.readAllBytes(zap.resolve("test.session.script"));
        byte[] data = Files.readAllBytes(zap.resolve("test.session.data"));
        byte[] properties = Files.readAllBytes(zap.resolve("test.session.properties"));
        byte[] log =
                "/*C3*/SET SCHEMA PUBLIC\nDELETE FROM TAG WHERE TAGID=1 AND HISTORYID=1\nCOMMIT\n".getBytes(ISO_8859_1);
        try (FuzzedImport fuzzed = new FuzzedImport(new ZapSessionImporter(), folder)) {
            Fuzz.run("ZAP sessions", 25, (number, random) -> {
                int which = random.nextInt(4);
                Files.write(zap.resolve("test.session.script"), which == 0 ? MUTATION.of(script, random) : script);
                Files.write(zap.resolve("test.session.data"), which == 1 ? MUTATION.of(data, random) : data);
                Files.write(
                        zap.resolve("test.session.properties"),
                        which == 2 ? MUTATION.of(properties, random) : properties);
                Path logged = zap.resolve("test.session.log");
                Files.deleteIfExists(logged);
                if (which == 3) {
                    Files.write(logged, MUTATION.of(log, random));
                }
                fuzzed.file(file);
            });
        }
    }
}

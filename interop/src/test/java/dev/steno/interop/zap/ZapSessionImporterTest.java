package dev.steno.interop.zap;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.steno.flow.Direction;
import dev.steno.flow.HttpFlow;
import dev.steno.flow.Message;
import dev.steno.flow.Times;
import dev.steno.interop.ImportedSession;
import dev.steno.interop.intake.ImportLimits;
import dev.steno.interop.intake.ImportOptions;
import dev.steno.interop.intake.RefusedFileException;
import dev.steno.interop.loss.Loss;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ZapSessionImporterTest {
    private static final ImportOptions ALL = new ImportOptions(true, false, false, null, null);

    @TempDir
    Path folder;

    private Path zap;

    @BeforeEach
    void makeFolder() throws IOException {
        zap = Files.createDirectory(folder.resolve("zap; x=${user.home} \u00E4"));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(ISO_8859_1);
    }

    private static List<String> paths(ImportedSession session) throws IOException {
        return session.flows().stream()
                .map(flow -> ((HttpFlow) flow).request().path())
                .toList();
    }

    @Test
    void rowsOfPeopleAreImportedAndThoseOfScannersIfAskedFor() throws Exception {
        Path file;
        try (ZapSession session = new ZapSession(zap)) {
            session.row(1, "/proxied", bytes("\u0000\u00FF"))
                    .row(3, "/scanned", bytes("x"))
                    .row(15, "/manual", bytes("y"));
            session.run("INSERT INTO TAG (HISTORYID, TAG) VALUES (1, 'api')");
            session.run("INSERT INTO TAG (HISTORYID, TAG) VALUES (1, 'json')");
            file = session.closed();
        }
        var before = content(zap);

        try (ImportedSession session = ImportedSession.of(file, folder)) {
            assertThat(paths(session)).containsExactly("/proxied", "/manual");
            HttpFlow flow = session.http(0);
            assertThat(session.bytes(flow.response().body())).isEqualTo(bytes("\u0000\u00FF"));
            assertThat(flow.request().headers().get("X")).isEqualTo("\u00E4'");
            assertThat(Times.instant(flow.started())).isEqualTo(Instant.ofEpochMilli(1_700_000_000_123L));
            assertThat(flow.duration()).isEqualTo(7_000_000);
            assertThat(flow.notes().comment()).isEqualTo("note '/proxied'");
            assertThat(flow.notes().mark()).isEqualTo("api, json");
            assertThat(flow.notes().metadata()).containsEntry("zap.type", "1");
            assertThat(session.result.losses().times(Loss.NOT_ASKED)).isOne();
        }
        try (ImportedSession session = ImportedSession.of(zap, folder, ImportLimits.USUAL, ALL)) {
            assertThat(paths(session)).containsExactly("/proxied", "/scanned", "/manual");
        }
        assertThat(content(zap)).isEqualTo(before);
    }

    private static TreeMap<String, List<Byte>> content(Path of) throws IOException {
        TreeMap<String, List<Byte>> all = new TreeMap<>();
        try (Stream<Path> files = Files.list(of)) {
            for (Path each : files.toList()) {
                List<Byte> bytes = new java.util.ArrayList<>();
                for (byte b : Files.readAllBytes(each)) {
                    bytes.add(b);
                }
                all.put(each.getFileName().toString(), bytes);
            }
        }
        return all;
    }

    @Test
    void aSessionThatWasNotClosedIsImportedWithItsLog() throws Exception {
        Path file;
        try (ZapSession session = new ZapSession(zap)) {
            session.row(1, "/in the log", bytes("it's \\u0027 \n here")).row(1, "/gone", bytes("x"));
            session.run("DELETE FROM HISTORY WHERE HISTORYID = 2");
            file = session.killed();
        }
        assertThat(Files.size(zap.resolve("test.session.log"))).isPositive();
        var before = content(zap);

        try (ImportedSession session = ImportedSession.of(file, folder)) {
            assertThat(paths(session)).containsExactly("/in the log");
            assertThat(session.bytes(session.http(0).response().body())).isEqualTo(bytes("it's \\u0027 \n here"));
        }
        assertThat(content(zap)).isEqualTo(before);
    }

    @Test
    void messagesOfWebSocketsFollowTheirHandshake() throws Exception {
        Path file;
        try (ZapSession session = new ZapSession(zap)) {
            session.row(1, "/socket", bytes(""));
            session.run("INSERT INTO WEBSOCKET_CHANNEL VALUES (5,'a.test',80,'/socket',NULL,NULL,1)");
            session.run("INSERT INTO WEBSOCKET_CHANNEL VALUES (6,'a.test',80,'/lost',NULL,NULL,99)");
            session.run(
                    "INSERT INTO WEBSOCKET_MESSAGE VALUES (1,5,TIMESTAMP '2024-01-02 03:04:05.678',1,'h\u00E9llo',NULL,TRUE)");
            session.run("INSERT INTO WEBSOCKET_MESSAGE VALUES (2,5,NULL,2,NULL,X'00FF',FALSE)");
            session.run("INSERT INTO WEBSOCKET_MESSAGE VALUES (3,5,NULL,9,'',NULL,FALSE)");
            file = session.closed();
        }

        try (ImportedSession session = ImportedSession.of(file, folder)) {
            HttpFlow flow = session.http(0);
            List<Message> messages = session.reader().messages(flow.id(), 0, 10);
            assertThat(messages).hasSize(2);
            assertThat(messages.get(0).direction()).isEqualTo(Direction.CLIENT_TO_SERVER);
            assertThat(new String(messages.get(0).data(), java.nio.charset.StandardCharsets.UTF_8))
                    .isEqualTo("h\u00E9llo");
            assertThat(messages.get(1).data()).containsExactly(0, 0xFF);
            assertThat(flow.webSocket().server().pings()).isOne();
            assertThat(session.result.losses().times(Loss.NO_REQUEST)).isOne();
        }
    }

    @Test
    void aBrokenIndexDoesNotMatter() throws Exception {
        Path file;
        try (ZapSession session = new ZapSession(zap)) {
            session.row(1, "/a", bytes("x")).row(1, "/b", bytes("y"));
            session.run("INSERT INTO TAG (HISTORYID, TAG) VALUES (1, 'api')");
            file = session.closed();
        }
        Path script = zap.resolve("test.session.script");
        String text = Files.readString(script);
        // the roots of all indexes but the primary key lie beyond the file
        String broken = text.replaceAll("(SET TABLE PUBLIC.HISTORY INDEX ?')(\\d+) \\d+", "$1$2 99999999")
                .replaceAll("(SET TABLE PUBLIC.TAG INDEX ?')(\\d+) \\d+", "$1$2 99999999");
        assertThat(broken).isNotEqualTo(text);
        Files.writeString(script, broken);

        try (ImportedSession session = ImportedSession.of(file, folder)) {
            assertThat(paths(session)).containsExactly("/a", "/b");
            assertThat(session.result.damage()).isNull();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "CREATE FUNCTION X(C VARCHAR(100)) RETURNS VARCHAR(100) LANGUAGE JAVA DETERMINISTIC NO SQL EXTERNAL NAME"
                        + " 'CLASSPATH:java.lang.System.setProperty'",
                "CALL \"java.lang.System.exit\"(1)",
                "CALL \"java.lang.System.setProperty\"('planted', 'x')",
                "SCRIPT '/tmp/planted'",
                "BACKUP DATABASE TO '/tmp/planted/' NOT BLOCKING",
                "CREATE TEXT TABLE PUBLIC.T(A VARCHAR(100))",
                "SET TABLE PUBLIC.T SOURCE \"../../etc/passwd\"",
                "SET DATABASE AUTHENTICATION FUNCTION EXTERNAL NAME 'CLASSPATH:a.b.c'",
                "SET DATABASE PASSWORD CHECK FUNCTION BEGIN ATOMIC RETURN TRUE; END",
                "CREATE TRIGGER T AFTER INSERT ON PUBLIC.HISTORY CALL \"x.y\"",
                "CREATE PROCEDURE P() READS SQL DATA BEGIN ATOMIC END",
                "CREATE CACHED TABLE PUBLIC.X(A INTEGER, B BLOB GENERATED ALWAYS AS (LOAD_FILE('/etc/passwd')))",
                "CREATE CACHED TABLE PUBLIC.X(A BLOB DEFAULT LOAD_FILE('/etc/passwd'))",
                "INSERT INTO PUBLIC.TAG VALUES(1,LOAD_FILE('/etc/passwd'))",
                "INSERT INTO PUBLIC.TAG SELECT 1,2,'x' FROM PUBLIC.HISTORY",
                "SET FILES LOG FALSE; CALL \"java.lang.System.exit\"(1)",
                "SET DATABASE UNIQUE NAME X /* */ ; SHUTDOWN",
                "SET SCHEMA PUBLIC\\u003b CALL 1",
                "GRANT DBA TO SA -- x",
                "INSERT INTO PUBLIC.TAG VALUES(1,2,'\\u0027); CALL \"java.lang.System.exit\"(1)--')",
                "SHUTDOWN",
                "SELECT * FROM PUBLIC.HISTORY",
                "/*C2*/CALL \"java.lang.System.exit\"(1)"
            })
    void aStatementThatNoSessionHasIsRefusedBeforeTheDatabaseIsOpened(String statement) throws Exception {
        assertThat(ZapScript.allows(statement)).isFalse();
        Path base = zap.resolve("evil.session");
        Files.writeString(base, "<?xml version=\"1.0\"?>");
        Files.writeString(zap.resolve("evil.session.properties"), "version=2.7.4\nmodified=no\n");
        Files.writeString(
                zap.resolve("evil.session.script"), "CREATE SCHEMA PUBLIC AUTHORIZATION DBA\n" + statement + "\n");

        assertThatThrownBy(() -> ImportedSession.of(base, folder))
                .isInstanceOf(RefusedFileException.class)
                .hasMessageContaining("line 2")
                .hasMessageContaining("nothing is imported");
    }

    @Test
    void compressedScriptsAndFoldersWithoutASessionAreRefused() throws Exception {
        Path base = zap.resolve("x.session");
        Files.writeString(base, "<?xml version=\"1.0\"?>");
        Files.writeString(zap.resolve("x.session.properties"), "version=2.7.4\nhsqldb.script_format=3\n");
        Files.writeString(zap.resolve("x.session.script"), "");

        assertThatThrownBy(() -> ImportedSession.of(base, folder))
                .isInstanceOf(RefusedFileException.class)
                .hasMessageContaining("compressed");
        assertThatThrownBy(() -> ImportedSession.of(folder, zap)).isInstanceOf(RefusedFileException.class);
    }
}

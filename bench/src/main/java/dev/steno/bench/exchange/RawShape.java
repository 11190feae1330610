package dev.steno.bench.exchange;

import java.io.BufferedOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Base64;
import java.util.Properties;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.hsqldb.jdbc.JDBCDriver;

/** Formats that hold messages as bytes, each with the same flows: a GET and a text of a given size. */
enum RawShape {
    SAZ("raw.saz") {
        @Override
        void write(Path file, int flows, int size) throws IOException {
            try (ZipOutputStream zip = new ZipOutputStream(new BufferedOutputStream(Files.newOutputStream(file)))) {
                for (int i = 1; i <= flows; i++) {
                    entry(zip, i + "_c.txt", request(i));
                    entry(zip, i + "_s.txt", response(size));
                    zip.write(body(size, i));
                    entry(
                            zip,
                            i + "_m.xml",
                            "<Session><SessionTimers ClientBeginRequest=\"2025-08-31T22:21:09.4293281-04:00\""
                                    + " ClientDoneResponse=\"2025-08-31T22:21:10.4409725-04:00\"/></Session>");
                }
            }
        }

        private static void entry(ZipOutputStream zip, String name, String text) throws IOException {
            zip.putNextEntry(new ZipEntry("raw/" + name));
            zip.write(bytes(text));
        }
    },
    BURP("raw.xml") {
        @Override
        void write(Path file, int flows, int size) throws IOException {
            try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file))) {
                out.write(bytes("<?xml version=\"1.0\"?>\n<items burpVersion=\"1\" exportTime=\"x\">\n"));
                for (int i = 1; i <= flows; i++) {
                    out.write(bytes("<item><time>Fri Jan 02 03:04:05 GMT 2026</time><url><![CDATA[http://a.test/" + i
                            + "]]></url><request base64=\"true\"><![CDATA["));
                    out.write(Base64.getEncoder().encode(bytes(request(i))));
                    out.write(bytes("]]></request><response base64=\"true\"><![CDATA["));
                    byte[] head = bytes(response(size));
                    byte[] whole = java.util.Arrays.copyOf(head, head.length + size);
                    System.arraycopy(body(size, i), 0, whole, head.length, size);
                    out.write(Base64.getEncoder().encode(whole));
                    out.write(bytes("]]></response></item>\n"));
                }
                out.write(bytes("</items>\n"));
            }
        }
    },
    WARC("raw.warc.gz") {
        @Override
        void write(Path file, int flows, int size) throws IOException {
            try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file))) {
                for (int i = 1; i <= flows; i++) {
                    record(out, "response", i, response(size), body(size, i));
                    record(out, "request", i, request(i), new byte[0]);
                }
            }
        }

        private static void record(OutputStream out, String type, int i, String head, byte[] body) throws IOException {
            GZIPOutputStream member = new GZIPOutputStream(new FilterOutputStream(out) {
                @Override
                public void write(byte[] bytes, int offset, int length) throws IOException {
                    out.write(bytes, offset, length);
                }

                @Override
                public void close() {
                    // the next record follows
                }
            });
            member.write(bytes("WARC/1.1\r\nWARC-Type: " + type + "\r\nWARC-Record-ID: <urn:" + type + i
                    + ">\r\nWARC-Concurrent-To: <urn:" + (type.equals("request") ? "response" : "request") + i
                    + ">\r\nWARC-Date: 2024-01-02T03:04:05Z\r\nWARC-Target-URI: http://a.test/" + i
                    + "\r\nContent-Type: application/http\r\nContent-Length: " + (head.length() + body.length)
                    + "\r\n\r\n" + head));
            member.write(body);
            member.write(bytes("\r\n\r\n"));
            member.close();
        }
    },
    ZAP("raw.session") {
        @Override
        void write(Path file, int flows, int size) throws IOException {
            Properties user = new Properties();
            user.setProperty("user", "SA");
            user.setProperty("password", "");
            try (Connection connection = new JDBCDriver()
                            .connect("jdbc:hsqldb:file:" + file.toAbsolutePath() + ";hsqldb.log_data=false", user);
                    Statement statement = connection.createStatement()) {
                statement.execute(
                        "CREATE CACHED TABLE HISTORY (HISTORYID INTEGER GENERATED BY DEFAULT AS IDENTITY(START WITH 1) NOT NULL"
                                + " PRIMARY KEY,SESSIONID BIGINT NOT NULL,HISTTYPE INTEGER DEFAULT 1,STATUSCODE INTEGER DEFAULT 0,"
                                + "TIMESENTMILLIS BIGINT DEFAULT 0,TIMEELAPSEDMILLIS INTEGER DEFAULT 0,METHOD VARCHAR(1024) DEFAULT '',"
                                + "URI VARCHAR(1048576) DEFAULT '',REQHEADER VARCHAR(4194304) DEFAULT '',REQBODY VARBINARY(16777216) DEFAULT X'',"
                                + "RESHEADER VARCHAR(4194304) DEFAULT '',RESBODY VARBINARY(16777216) DEFAULT X'',NOTE VARCHAR(1048576) DEFAULT '')");
                statement.execute(
                        "CREATE CACHED TABLE TAG (TAGID BIGINT GENERATED BY DEFAULT AS IDENTITY(START WITH 1) NOT NULL,"
                                + "HISTORYID BIGINT NOT NULL,TAG VARCHAR(1024) DEFAULT '')");
                statement.execute("CREATE INDEX INDEX_TAG ON TAG(HISTORYID,TAG)");
                insert(connection, flows, size);
                statement.execute("SHUTDOWN");
            } catch (SQLException e) {
                throw new IOException(e);
            }
            Files.writeString(file, "<?xml version=\"1.0\"?><configuration/>");
        }

        private static void insert(Connection connection, int flows, int size) throws SQLException {
            try (PreparedStatement row =
                    connection.prepareStatement("INSERT INTO HISTORY (SESSIONID,STATUSCODE,TIMESENTMILLIS,METHOD,URI,"
                            + "REQHEADER,RESHEADER,RESBODY) VALUES(1,200,1700000000123,'GET',?,?,?,?)")) {
                for (int i = 1; i <= flows; i++) {
                    row.setString(1, "http://a.test/" + i);
                    row.setString(2, request(i));
                    row.setString(3, response(size));
                    row.setBytes(4, body(size, i));
                    row.executeUpdate();
                }
            }
        }
    };

    private static final byte[] TEXT = text();

    final String fileName;

    RawShape(String fileName) {
        this.fileName = fileName;
    }

    /** Writes a file with so many flows, whose responses have bodies of this size in bytes. */
    abstract void write(Path file, int flows, int size) throws IOException;

    private static byte[] text() {
        Random random = new Random(5);
        StringBuilder text = new StringBuilder();
        while (text.length() < 2 << 20) {
            text.append("word").append(random.nextInt(5000)).append(' ');
        }
        return bytes(text.toString());
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    private static String request(int number) {
        return "GET http://a.test/" + number + " HTTP/1.1\r\nHost: a.test\r\nAccept: */*\r\nUser-Agent: bench/1\r\n"
                + "Cookie: session=0123456789abcdef; theme=dark\r\n\r\n";
    }

    private static String response(int size) {
        return "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: " + size
                + "\r\nServer: bench\r\nCache-Control: no-store\r\n\r\n";
    }

    private static byte[] body(int size, int number) {
        byte[] body = new byte[size];
        int from = number * 37 % (1 << 20);
        for (int at = 0; at < size; ) {
            int n = Math.min(size - at, TEXT.length - from);
            System.arraycopy(TEXT, from, body, at, n);
            at += n;
            from = 0;
        }
        return body;
    }
}

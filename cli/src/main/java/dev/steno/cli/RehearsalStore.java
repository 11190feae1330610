package dev.steno.cli;

import dev.steno.fleet.server.SharedSchema;
import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * A shared store for the rehearsal, on a free port of loopback: answers any query with rows of ones, as PostgreSQL would (its
 * documentation, "Message Formats"), so that {@code steno ls} lists them. One client at a time, on a thread of its own.
 */
final class RehearsalStore implements AutoCloseable {
    private static final int STARTUP = 196_608; // version 3.0 of the protocol

    /** Upper bound on the columns of a query. */
    private static final int COLUMNS = 64;

    private static final int ROWS = 60;
    private static final int INT8 = 20; // the object identifier of the type
    private static final byte[] ONE = {'1'};

    private static final Map<String, String> PARAMETERS = Map.of(
            "server_version", "15.0",
            "server_encoding", "UTF8",
            "client_encoding", "UTF8",
            "DateStyle", "ISO, MDY",
            "TimeZone", "UTC",
            "integer_datetimes", "on",
            "standard_conforming_strings", "on");

    private final ServerSocket socket;

    RehearsalStore() throws IOException {
        this.socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        Thread thread = new Thread(this::accept, "rehearsal-store");
        thread.setDaemon(true);
        thread.start();
    }

    String url() {
        return "postgresql://rehearsal@127.0.0.1:" + socket.getLocalPort() + "/rehearsal";
    }

    private void accept() {
        try {
            while (true) {
                try (Socket client = socket.accept()) {
                    answer(
                            new DataInputStream(client.getInputStream()),
                            new DataOutputStream(new BufferedOutputStream(client.getOutputStream())));
                }
            }
        } catch (IOException e) {
            // closed
        }
    }

    private static void answer(DataInputStream in, DataOutputStream out) throws IOException {
        while (startsWithQuestion(in)) {
            out.write('N'); // no TLS
            out.flush();
        }
        greet(out);
        byte[] answer = ONE;
        for (int type = in.read(); type >= 0 && type != 'X'; type = in.read()) {
            byte[] content = in.readNBytes(in.readInt() - Integer.BYTES);
            switch (type) {
                case 'P' -> {
                    answer = answerTo(new String(content, StandardCharsets.UTF_8));
                    message(out, '1');
                }
                case 'B' -> message(out, '2');
                case 'D' -> describe(out);
                case 'E' -> rows(out, answer);
                case 'Q' -> { // a setting, with which the driver begins
                    message(out, 'C', "SET\0".getBytes(StandardCharsets.US_ASCII));
                    message(out, 'Z', (byte) 'I');
                    out.flush();
                }
                case 'S' -> {
                    message(out, 'Z', (byte) 'I');
                    out.flush();
                }
                default -> {
                    // needs no answer
                }
            }
        }
    }

    /** Reads a first message; returns whether it is a question about TLS. */
    private static boolean startsWithQuestion(DataInputStream in) throws IOException {
        int length = in.readInt();
        int what = in.readInt();
        in.skipNBytes(length - 2L * Integer.BYTES);
        return what != STARTUP;
    }

    private static void greet(DataOutputStream out) throws IOException {
        message(out, 'R', new byte[Integer.BYTES]); // no password
        for (Map.Entry<String, String> each : PARAMETERS.entrySet()) {
            message(out, 'S', (each.getKey() + '\0' + each.getValue() + '\0').getBytes(StandardCharsets.UTF_8));
        }
        message(out, 'Z', (byte) 'I');
        out.flush();
    }

    private static byte[] answerTo(String query) {
        return query.contains("'schema'")
                ? String.valueOf(SharedSchema.VERSION).getBytes(StandardCharsets.US_ASCII)
                : ONE;
    }

    private static void describe(DataOutputStream out) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream columns = new DataOutputStream(bytes);
        columns.writeShort(COLUMNS);
        for (int i = 0; i < COLUMNS; i++) {
            columns.writeBytes("c\0");
            columns.writeInt(0);
            columns.writeShort(0);
            columns.writeInt(INT8);
            columns.writeShort(Long.BYTES);
            columns.writeInt(-1);
            columns.writeShort(0); // as text
        }
        message(out, 'T', bytes.toByteArray());
    }

    private static void rows(DataOutputStream out, byte[] value) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream row = new DataOutputStream(bytes);
        row.writeShort(COLUMNS);
        for (int i = 0; i < COLUMNS; i++) {
            row.writeInt(value.length);
            row.write(value);
        }
        for (int i = 0; i < ROWS; i++) {
            message(out, 'D', bytes.toByteArray());
        }
        message(out, 'C', ("SELECT " + ROWS + '\0').getBytes(StandardCharsets.US_ASCII));
    }

    private static void message(DataOutputStream out, char type, byte... content) throws IOException {
        out.writeByte(type);
        out.writeInt(Integer.BYTES + content.length);
        out.write(content);
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}

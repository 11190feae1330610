package dev.steno.web.server;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** One request by a socket of its own, exactly as given; the server is asked to close the connection. */
record ApiCall(int status, String head, String body) {

    /** @param head the request line and header fields, each line ended by CR LF, without the empty line */
    static ApiCall send(InetSocketAddress server, String head, String body) throws IOException {
        byte[] content = body.getBytes(StandardCharsets.UTF_8);
        try (Socket socket = new Socket(server.getAddress(), server.getPort())) {
            socket.setSoTimeout(180_000);
            String length = content.length == 0 ? "" : "Content-Length: " + content.length + "\r\n";
            socket.getOutputStream()
                    .write((head + length + "Connection: close\r\n\r\n").getBytes(StandardCharsets.ISO_8859_1));
            socket.getOutputStream().write(content);
            return parse(read(socket));
        }
    }

    private static String read(Socket socket) throws IOException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        socket.getInputStream().transferTo(all);
        return all.toString(StandardCharsets.UTF_8);
    }

    private static ApiCall parse(String response) {
        int end = response.indexOf("\r\n\r\n");
        String head = response.substring(0, end + 2);
        return new ApiCall(Integer.parseInt(head.substring(9, 12)), head, response.substring(end + 4));
    }

    /** Returns a header field; null if there is none. */
    String field(String name) {
        return head.lines()
                .filter(line -> line.regionMatches(true, 0, name + ": ", 0, name.length() + 2))
                .map(line -> line.substring(name.length() + 2))
                .findFirst()
                .orElse(null);
    }
}

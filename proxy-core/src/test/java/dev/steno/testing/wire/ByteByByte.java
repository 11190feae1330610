package dev.steno.testing.wire;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;

/**
 * A relay in front of the proxy that forwards each byte in a separate segment. Data from the proxy is forwarded
 * unchanged.
 */
public final class ByteByByte extends LoopbackRelay {
    private ByteByByte(int target) throws IOException {
        super(target);
        begin();
    }

    public static ByteByByte to(int port) throws IOException {
        return new ByteByByte(port);
    }

    @Override
    protected void forth(Socket one, Socket other) throws IOException {
        InputStream in = one.getInputStream();
        OutputStream out = other.getOutputStream();
        for (int b = in.read(); b >= 0; b = in.read()) {
            out.write(b); // without Nagle's algorithm a write is a segment
        }
    }

    @Override
    protected void back(Socket one, Socket other) throws IOException {
        other.getInputStream().transferTo(one.getOutputStream());
    }
}

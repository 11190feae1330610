package dev.steno.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.steno.addon.Addon;
import dev.steno.flow.Hold;
import dev.steno.hold.Holding;
import dev.steno.net.settings.ProxySettings;
import dev.steno.testing.Bytes;
import dev.steno.testing.http1.ScriptedOrigin;
import dev.steno.testing.http2.FrameClient;
import dev.steno.testing.http3.Http3Caller;
import dev.steno.testing.proxy.ChunkKeeper;
import java.io.IOException;
import java.util.Arrays;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** Uploads in HTTP/2 and HTTP/3 that are larger than all windows and are held whole, and more held streams than allowed. */
class HeldUploadsTest extends VersionPairsProxyTest {
    private static final int FRAME = 16_000;
    private static final int REFUSED_STREAM = 7;

    private final byte[] upload = noise(3 << 20);
    private Holding holding;

    @Override
    protected Addon[] addons() {
        holding = new Holding(() -> proxy.runtime().heldBytes().held());
        return new Addon[] {new ChunkKeeper(), holding};
    }

    @Override
    protected void restartWith(UnaryOperator<ProxySettings> settings, Addon... more) throws IOException {
        super.restartWith(settings, addons());
    }

    private void hold(String filter) {
        proxy.options.set("intercept-body", "10kb");
        proxy.options.set("intercept", filter);
    }

    private long resumed(int held) {
        await().until(() -> holding.held().count() == held);
        return holding.held().resumeAll("ann").toCompletableFuture().join();
    }

    /** Sends the upload as fast as the windows of the stream and the connection admit it. */
    private void send(FrameClient client, int stream) throws IOException {
        long ofStream = 65_535;
        long ofConnection = 65_535;
        for (int at = 0; at < upload.length; ) {
            int count = Math.min(FRAME, upload.length - at);
            while (Math.min(ofStream, ofConnection) < count) {
                FrameClient.Frame frame = client.next();
                if (frame.type() == FrameClient.SETTINGS && frame.flags() == 0) {
                    client.send(FrameClient.SETTINGS, FrameClient.ACK, 0);
                    for (int i = 0; i < frame.payload().length; i += 6) {
                        ofStream += frame.payload()[i + 1] == 4 ? number(frame.payload(), i + 2) - 65_535 : 0;
                    }
                } else if (frame.type() == FrameClient.WINDOW_UPDATE && frame.stream() == 0) {
                    ofConnection += number(frame.payload(), 0);
                } else if (frame.type() == FrameClient.WINDOW_UPDATE) {
                    ofStream += number(frame.payload(), 0);
                }
            }
            client.data(stream, at + count == upload.length, Arrays.copyOfRange(upload, at, at + count));
            at += count;
            ofStream -= count;
            ofConnection -= count;
        }
    }

    private static long number(byte[] bytes, int at) {
        return (bytes[at] & 0x7fL) << 24
                | (bytes[at + 1] & 0xffL) << 16
                | (bytes[at + 2] & 0xffL) << 8
                | bytes[at + 3] & 0xffL;
    }

    private ScriptedOrigin origin(VersionPair pair) throws IOException {
        server = new PairServer(request -> OK_ANSWER);
        ScriptedOrigin origin = tlsOrigin(server.script(pair), pair.protocols);
        authority = "localhost:" + origin.port();
        return origin;
    }

    @Test
    void anHttp2UploadIsAdmittedWhole() throws Exception {
        ScriptedOrigin origin = origin(VersionPair.TWO_TO_ONE);
        FrameClient client = FrameClient.over(tlsClient(origin, "h2"));
        hold("~q & ~m POST");
        client.request(1, false, "POST", "https://" + authority + "/");
        send(client, 1);
        await().until(() -> holding.held().count() == 1);
        client.request(3, true, "GET", "https://" + authority + "/");
        assertThat(client.answer(3).body()).isEqualTo("ok");
        assertThat(seen().method()).isEqualTo("GET");
        assertThat(resumed(1)).isEqualTo(1);
        assertThat(client.answer(1).body()).isEqualTo("ok");
        assertThat(Bytes.latin1(seen().body())).isEqualTo(upload);
        assertThat(proxy.http().holds()).extracting(Hold::point).containsExactly(Hold.Point.REQUEST);
    }

    @Test
    void anHttp3UploadIsAdmittedWhole() throws Exception {
        ScriptedOrigin origin = origin(VersionPair.THREE_TO_ONE);
        listen("reverse:http3://localhost:" + origin.port());
        Http3Caller caller =
                closing(new Http3Caller(proxy.port(), proxy.authority().certificate(), 1 << 20));
        hold("~q");
        Http3Caller.Stream stream = caller.open().request("POST", "/");
        stream.dataAndWait(upload);
        stream.end();
        assertThat(resumed(1)).isEqualTo(1);
        await().until(stream::hasEnded);
        assertThat(stream.text()).isEqualTo("ok");
        assertThat(Bytes.latin1(seen().body())).isEqualTo(upload);
    }

    @Test
    void aStreamAboveTheLimitIsRefusedWhileAHundredAreHeld() throws Exception {
        ScriptedOrigin origin = origin(VersionPair.TWO_TO_ONE);
        FrameClient client = FrameClient.over(tlsClient(origin, "h2"));
        hold("~q & ~u held");
        for (int i = 0; i < 100; i++) {
            client.request(2 * i + 1, true, "GET", "https://" + authority + "/held");
        }
        await().until(() -> holding.held().count() == 100);
        client.request(201, true, "GET", "https://" + authority + "/passes");
        assertThat(client.answer(201).reset()).isEqualTo(REFUSED_STREAM);
        assertThat(holding.held().count()).isEqualTo(100);

        long first = holding.held().numbers().get(0);
        holding.held().resume(first, "ann").toCompletableFuture().join();
        assertThat(client.answer(1).body()).isEqualTo("ok");
        client.request(203, true, "GET", "https://" + authority + "/passes");
        assertThat(client.answer(203).body()).isEqualTo("ok");
        assertThat(resumed(99)).isEqualTo(99);
    }
}

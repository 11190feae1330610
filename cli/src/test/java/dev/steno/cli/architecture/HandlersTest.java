package dev.steno.cli.architecture;

import static dev.steno.cli.architecture.Rules.STENO;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import io.netty.channel.ChannelHandler;
import java.lang.reflect.Field;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The handlers in the pipelines of the wire. */
class HandlersTest {
    /** Handlers that have another name, and why. */
    private static final Map<String, String> NOT_NAMED_HANDLER = Map.of(
            "NettyWire", "the part of a client's end that all versions share; those that extend it are handlers",
            "Http1Decoder", "Netty's word for a handler that turns bytes into messages",
            "Http1RequestDecoder", "the same",
            "Http1ResponseDecoder", "the same",
            "Http2Codec", "Netty's word for a handler that reads and writes frames",
            "NextProxyHandshake", "stands in a pipeline only until the handshake is over",
            "HttpConnectHandshake", "the same",
            "Socks5ClientHandshake", "the same",
            "FrameTrace", "Netty has its frame loggers extend the adapter; it is in no pipeline",
            "PushRefuser", "one object without state that serves all connections");

    /** A reader of a pipeline, or of a trace, sees which classes stand in one. */
    @Test
    void aHandlerIsNamedOne() {
        List<String> others = STENO.stream()
                .filter(type -> type.getPackageName().matches("dev\\.steno\\.net\\.(http\\d?|tunnel|upstream)"))
                .filter(type -> type.isAssignableTo(ChannelHandler.class) && !type.isAnonymousClass())
                .map(JavaClass::getSimpleName)
                .filter(name -> !name.endsWith("Handler"))
                .sorted()
                .toList();

        assertThat(others).containsExactlyInAnyOrderElementsOf(NOT_NAMED_HANDLER.keySet());
    }

    /** Netty makes a name up for a handler that is added without one, and refuses a second one of the same name. */
    @Test
    void eachHandlerHasANameOfItsOwn() throws Exception {
        List<Object> names = new ArrayList<>();
        for (Field field : Class.forName("dev.steno.net.channel.HandlerNames").getDeclaredFields()) {
            if (!field.isSynthetic()) {
                names.add(field.get(null));
            }
        }

        assertThat(names).hasSizeGreaterThan(20).doesNotContainNull().doesNotHaveDuplicates();
    }
}

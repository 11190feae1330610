package dev.steno.cli.architecture;

import static dev.steno.cli.architecture.Rules.STENO;
import static dev.steno.cli.architecture.Rules.isIn;
import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelPipeline;
import java.io.IOException;
import java.lang.reflect.Field;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The names of Netty handlers, of their classes and in pipelines. */
class HandlersTest {
    /** Handlers whose name does not end in {@code Handler}, with the reason. */
    private static final Map<String, String> NOT_NAMED_HANDLER = Map.ofEntries(
            Map.entry(
                    "NettyWire",
                    "the base class of the client handlers of all versions; its subclasses are named Handler"),
            Map.entry("Http1Decoder", "Netty's word for a handler that turns bytes into messages"),
            Map.entry("Http1RequestDecoder", "the same"),
            Map.entry("Http1ResponseDecoder", "the same"),
            Map.entry("Http2Codec", "Netty's word for a handler that reads and writes frames"),
            Map.entry("NextProxyHandshake", "is in a pipeline only during the handshake"),
            Map.entry("HttpConnectHandshake", "the same"),
            Map.entry("Socks5ClientHandshake", "the same"),
            Map.entry("FrameTrace", "extends the adapter because Netty's frame loggers do; is in no pipeline"),
            Map.entry("PushRefuser", "a stateless object shared by all connections"),
            Map.entry("ProtocolSniffer", "is in a pipeline only until the protocol is known"),
            Map.entry("UnclaimedGuard", "is in a pipeline only until the connection is claimed"));

    private static final Pattern LITERAL =
            Pattern.compile("(?<!fields\\(\\)|headers\\(\\)|headers)\\.(?:get|remove|context|replace)\\(\\s*\"");

    /** The name shows which classes are in a pipeline, in the code and in a trace. */
    @Test
    void aHandlerIsNamedOne() {
        List<String> others = STENO.stream()
                .filter(type -> isIn(type.getPackageName(), "net"))
                .filter(type -> type.isAssignableTo(ChannelHandler.class) && !type.isAnonymousClass())
                .map(JavaClass::getSimpleName)
                .filter(name -> !name.endsWith("Handler"))
                .sorted()
                .toList();

        assertThat(others).containsExactlyInAnyOrderElementsOf(NOT_NAMED_HANDLER.keySet());
    }

    /** A pipeline that is asked for a handler by a literal, whatever the variable that holds the pipeline is called. */
    @Test
    void noPipelineIsAskedByALiteral() throws IOException {
        Set<String> asking = STENO.stream()
                .flatMap(type -> type.getMethodCallsFromSelf().stream())
                .filter(call -> call.getTargetOwner().isAssignableTo(ChannelPipeline.class)
                        && !call.getTarget().getRawParameterTypes().isEmpty()
                        && call.getTarget().getRawParameterTypes().get(0).isEquivalentTo(String.class))
                .map(call -> call.getOriginOwner().getName().replaceFirst("\\$.*", ""))
                .collect(toSet());

        assertThat(asking).hasSizeGreaterThan(10);
        assertThat(SourceTree.main().stream()
                        .filter(source -> asking.contains(source.name()))
                        .filter(source -> LITERAL.matcher(source.code()).find())
                        .map(SourceTree.Source::name))
                .isEmpty();
    }

    /** Netty generates a name for a handler that is added without one, and rejects a duplicate name. */
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

package dev.steno.cli.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static dev.steno.cli.architecture.Rules.STENO;
import static dev.steno.cli.architecture.Rules.check;
import static dev.steno.cli.architecture.Rules.inStenoButNot;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import dev.steno.cli.architecture.SourceTree.Source;
import io.netty.channel.ChannelHandler;
import java.io.IOException;
import java.lang.reflect.Field;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The packages of the wire, and the handlers in its pipelines. */
class WireTest {
    /** The layers, the top one first: each uses only those that come after it. */
    private static final List<String> LAYERS = List.of(
            "",
            ".accept",
            ".tunnel",
            ".upstream",
            ".http3",
            ".http2",
            ".http1",
            ".http",
            ".conn",
            ".tls",
            ".settings",
            ".channel",
            ".auth",
            ".mode");

    private static final List<String> SEEN_OUTSIDE = List.of("", ".settings", ".auth", ".mode");

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
            "PushRefuser", "one object without state that serves all connections");

    /** A call that names a handler by a literal. */
    private static final Pattern LITERAL =
            Pattern.compile("\\.(addLast|addFirst|addBefore|addAfter|get|remove|replace|context)\\(\\s*\"");

    /** A fault of one protocol is found among its own classes and those that all protocols share. */
    @Test
    void aLayerUsesOnlyThoseBelowIt() {
        for (int i = 1; i < LAYERS.size(); i++) {
            check(noClasses()
                    .that()
                    .resideInAPackage("dev.steno.net" + LAYERS.get(i))
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage(packages(LAYERS.subList(0, i))));
        }
    }

    @Test
    void eachPackageIsALayer() {
        assertThat(STENO.stream()
                        .map(JavaClass::getPackageName)
                        .filter(name -> name.equals("dev.steno.net") || name.startsWith("dev.steno.net.")))
                .allMatch(name -> LAYERS.contains(name.substring("dev.steno.net".length())));
    }

    /** Most classes of the wire are public for its other layers only. */
    @Test
    void theRestSeesTheServerAndItsSettings() {
        List<String> inner =
                LAYERS.stream().filter(layer -> !SEEN_OUTSIDE.contains(layer)).toList();
        check(noClasses()
                .that(inStenoButNot("net"))
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(packages(inner)));
    }

    private static String[] packages(List<String> layers) {
        return layers.stream().map(layer -> "dev.steno.net" + layer).toArray(String[]::new);
    }

    /** Whoever reads a pipeline, or a trace of one, knows a handler by its name. */
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

    /** A name that is mistyped in one of the places that share it would be noticed at run time only. */
    @Test
    void handlersInPipelinesAreNamedByConstants() throws IOException {
        List<String> literals = new ArrayList<>();
        for (Source source : SourceTree.main()) {
            if (source.isOfPackage("dev.steno.net") && source.text().contains("ipeline")) {
                Matcher call = LITERAL.matcher(source.text());
                while (call.find()) {
                    literals.add(source.simpleName() + ": " + call.group());
                }
            }
        }

        assertThat(literals).isEmpty();
    }

    @Test
    void noTwoHandlersHaveOneName() throws Exception {
        List<Object> names = new ArrayList<>();
        for (Field field : Class.forName("dev.steno.net.channel.HandlerNames").getDeclaredFields()) {
            if (!field.isSynthetic()) {
                field.setAccessible(true);
                names.add(field.get(null));
            }
        }

        assertThat(names).hasSizeGreaterThan(20).doesNotContainNull().doesNotHaveDuplicates();
    }
}

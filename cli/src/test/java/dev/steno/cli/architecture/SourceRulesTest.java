package dev.steno.cli.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import dev.steno.cli.architecture.SourceTree.Source;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Rules on source code that compiled classes do not show. */
class SourceRulesTest {
    /** Calls that name a pipeline's handler with a string literal. */
    private static final Pattern LITERAL_HANDLER_NAME =
            Pattern.compile("\\.(?:addLast|addFirst|addBefore|addAfter|context)\\([^;\"()]*\""
                    + "|[pP]ipeline(?:\\(\\))?\\s*\\.(?:get|remove|replace)\\([^;\"()]*\"");

    /** A name for a pipeline's handler that is not a constant of {@code HandlerNames}; a handler may be added without a name. */
    private static final Pattern OTHER_HANDLER_NAME =
            Pattern.compile("\\.(?:addLast|addFirst)\\(\\s*+(?!HandlerNames\\.|new |Http3\\.)"
                    + "|\\.(?:addBefore|addAfter)\\((?:[^,()]|\\([^()]*\\))*,\\s*+(?!HandlerNames\\.)");

    /** Classes whose callers give them the name. */
    private static final List<String> NAMED_BY_CALLERS = List.of("dev.steno.net.tls.TlsLayers");

    /** The position of an enum constant, or access to a constant by position. */
    private static final Pattern POSITION = Pattern.compile(
            "\\bordinal\\b|\\bvalues\\(\\)\\s*\\[|\\w\\[]\\s+\\w+\\s*=\\s*(?:[\\w.]+\\.)?values\\(\\)|\\bgetEnumConstants\\b");

    private static final Pattern OTHER_LOGGER = Pattern.compile("\\bLogger (?!LOG\\b)\\w+ = LoggerFactory");

    /** A misspelt literal fails on a connection, a misspelt constant at compile time. */
    @Test
    void handlersAreNamedByConstants() throws IOException {
        assertThat(matches("dev.steno.net", LITERAL_HANDLER_NAME)).isEmpty();
        assertThat(SourceTree.main().stream()
                        .filter(source -> source.isOfPackage("dev.steno.net"))
                        .filter(source ->
                                OTHER_HANDLER_NAME.matcher(source.code()).find())
                        .map(Source::name))
                .containsExactlyElementsOf(NAMED_BY_CALLERS);
    }

    /**
     * A stored enum has an explicit number per constant, since the file outlives the order of the constants. A number
     * without a constant is reported as damage.
     */
    @Test
    void theStoreKeepsNoPositionsOfEnums() throws IOException {
        assertThat(SourceTree.main().stream()
                        .filter(source -> Stream.of("sqlite", "codec", "store", "flow")
                                .anyMatch(name -> source.isOfPackage("dev.steno." + name)))
                        .filter(source -> POSITION.matcher(source.code()).find())
                        .map(Source::name))
                .isEmpty();
    }

    /** All loggers have the same field name, so that one search finds what a class logs. */
    @Test
    void loggersHaveOneName() throws IOException {
        assertThat(matches("dev.steno", OTHER_LOGGER)).isEmpty();
    }

    @Test
    void literalNamesAreSeen() {
        assertThat(LITERAL_HANDLER_NAME
                        .matcher("pipeline.addLast(\"tls\", tls)")
                        .find())
                .isTrue();
        assertThat(LITERAL_HANDLER_NAME
                        .matcher("ctx.pipeline()\n.remove(\"early\")")
                        .find())
                .isTrue();
        assertThat(LITERAL_HANDLER_NAME
                        .matcher("pipeline.addBefore(name, \"early\", early)")
                        .find())
                .isTrue();
        assertThat(LITERAL_HANDLER_NAME
                        .matcher("pipeline.addLast(HandlerNames.TLS, tls)")
                        .find())
                .isFalse();
        assertThat(LITERAL_HANDLER_NAME.matcher("headers.get(\"Host\")").find()).isFalse();
    }

    @Test
    void otherNamesAreSeen() {
        assertThat(List.of(
                        "pipeline.addLast(name, tls)",
                        "pipeline.addFirst( NAME, tls)",
                        "pipeline.addLast(tls)",
                        "pipeline.addAfter(context.name(), \"\", tls)",
                        "pipeline.addBefore(HandlerNames.TLS, name, tls)"))
                .allMatch(code -> OTHER_HANDLER_NAME.matcher(code).find());
        assertThat(List.of(
                        "pipeline.addLast(HandlerNames.TLS, tls)",
                        "pipeline.addLast(new TlsHandler())",
                        "pipeline.addAfter(pipeline.context(tls).name(), HandlerNames.TLS, tls)"))
                .noneMatch(code -> OTHER_HANDLER_NAME.matcher(code).find());
    }

    @Test
    void positionsAreSeen() {
        assertThat(List.of(
                        "state.ordinal()",
                        "State::ordinal",
                        "return ordinal();",
                        "State.values() [i]",
                        "State[] all = State.values();",
                        "State.class.getEnumConstants()[i]"))
                .allMatch(code -> POSITION.matcher(code).find());
        assertThat(POSITION.matcher("new StoredEnum<>(FlowState.values())").find())
                .isFalse();
    }

    @Test
    void constantsAreSeenInCodeAndStaticImportsButNotInComments() {
        assertThat(Constants.uses(List.of(
                        new Source(
                                "m",
                                "dev.steno.a.One",
                                "int a = Two.LIMIT; // Three.LIMIT\n String b = \"Three.LIMIT\";"),
                        new Source("m", "dev.steno.a.Two", "import static dev.steno.b.Three.LIMIT; /* One.X */ Two.Y"),
                        new Source(
                                "m",
                                "dev.steno.b.Three",
                                "import dev.steno.a.One; char quote = '\"'; int c = One.LIMIT; char end = '\"';"))))
                .isEqualTo(Map.of(
                        "dev.steno.a.One", Set.of("dev.steno.a.Two"),
                        "dev.steno.a.Two", Set.of("dev.steno.b.Three"),
                        "dev.steno.b.Three", Set.of("dev.steno.a.One")));
    }

    private static List<String> matches(String packages, Pattern pattern) throws IOException {
        return SourceTree.main().stream()
                .filter(source -> source.isOfPackage(packages))
                .filter(source -> pattern.matcher(source.text()).find())
                .map(Source::name)
                .toList();
    }
}

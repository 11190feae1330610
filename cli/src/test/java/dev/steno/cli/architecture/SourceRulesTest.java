package dev.steno.cli.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import dev.steno.cli.architecture.SourceTree.Source;
import java.io.IOException;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Rules on source code that compiled classes do not show. */
class SourceRulesTest {
    /** Calls that name a pipeline's handler with a string literal. */
    private static final Pattern LITERAL_HANDLER_NAME =
            Pattern.compile("\\.(?:addLast|addFirst|addBefore|addAfter|context)\\([^;\"()]*\""
                    + "|[pP]ipeline(?:\\(\\))?\\s*\\.(?:get|remove|replace)\\([^;\"()]*\"");

    /** The position of an enum constant, or access to a constant by position. */
    private static final Pattern POSITION = Pattern.compile("\\.ordinal\\(\\)|\\.values\\(\\)\\[");

    private static final Pattern OTHER_LOGGER = Pattern.compile("\\bLogger (?!LOG\\b)\\w+ = LoggerFactory");

    /** A misspelt literal fails on a connection, a misspelt constant at compile time. */
    @Test
    void handlersAreNamedByConstants() throws IOException {
        assertThat(matches("dev.steno.net", LITERAL_HANDLER_NAME)).isEmpty();
    }

    /**
     * A stored enum has an explicit number per constant, since the file outlives the order of the constants. A number
     * without a constant is reported as damage.
     */
    @Test
    void theStoreKeepsNoPositionsOfEnums() throws IOException {
        assertThat(matches("dev.steno.sqlite", POSITION)).isEmpty();
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

    private static List<String> matches(String packages, Pattern pattern) throws IOException {
        return SourceTree.main().stream()
                .filter(source -> source.isOfPackage(packages))
                .filter(source -> pattern.matcher(source.text()).find())
                .map(Source::name)
                .toList();
    }
}

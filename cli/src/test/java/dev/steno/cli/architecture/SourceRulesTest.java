package dev.steno.cli.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import dev.steno.cli.architecture.SourceTree.Source;
import java.io.IOException;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Rules that the compiled classes no longer show. */
class SourceRulesTest {
    /** Calls that name a handler of a pipeline by a literal. */
    private static final Pattern LITERAL_HANDLER_NAME =
            Pattern.compile("\\.(?:addLast|addFirst|addBefore|addAfter|context)\\([^;\"()]*\""
                    + "|[pP]ipeline(?:\\(\\))?\\s*\\.(?:get|remove|replace)\\([^;\"()]*\"");

    /** An enum's position, or the constant at one. */
    private static final Pattern POSITION = Pattern.compile("\\.ordinal\\(\\)|\\.values\\(\\)\\[");

    private static final Pattern OTHER_LOGGER = Pattern.compile("\\bLogger (?!LOG\\b)\\w+ = LoggerFactory");

    /** A misspelt literal is found when a connection breaks, a misspelt constant when the code is compiled. */
    @Test
    void handlersAreNamedByConstants() throws IOException {
        assertThat(matches("dev.steno.net", LITERAL_HANDLER_NAME)).isEmpty();
    }

    /**
     * A file outlives the order of an enum's constants: what is stored is a number that each constant carries, and a number that
     * no constant has is reported as damage.
     */
    @Test
    void theStoreKeepsNoPositionsOfEnums() throws IOException {
        assertThat(matches("dev.steno.sqlite", POSITION)).isEmpty();
    }

    /** A reader looks for one word to find what a class logs. */
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

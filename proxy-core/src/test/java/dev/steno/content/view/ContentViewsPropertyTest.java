package dev.steno.content.view;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Chars;

/** Laws that hold for any input. */
class ContentViewsPropertyTest {
    /** Holds for any text, whether it is JSON or not. */
    @Property
    void jsonChangesNothingButWhiteSpace(
            @ForAll @Chars({'{', '}', '[', ']', '"', '\\', ',', ':', ' ', '\n', 'a', '1'}) String text) {
        String shown = Views.shown(out -> JsonView.showText(text, false, out));
        assertThat(shown.replaceAll("\\s", "")).isEqualTo(text.replaceAll("\\s", ""));
    }

    @Property
    void scriptsChangeNothingButWhiteSpace(
            @ForAll @Chars({'{', '}', '(', ')', '"', '\\', ';', '/', '*', ' ', '\n', 'a', '1'}) String text) {
        for (BraceIndent.Language language : BraceIndent.Language.values()) {
            String shown = Views.shown(out -> BraceIndent.show(text, language, out));
            assertThat(shown.replaceAll("\\s", "")).isEqualTo(text.replaceAll("\\s", ""));
        }
    }

    @Property
    void markupChangesNothingButWhiteSpace(
            @ForAll @Chars({'<', '>', '/', '"', '!', '-', ' ', '\n', 'a', 'p', '='}) String text) {
        for (boolean html : new boolean[] {true, false}) {
            String shown = Views.shown(out -> MarkupIndent.show(text, html, out));
            assertThat(shown.replaceAll("\\s", "")).isEqualTo(text.replaceAll("\\s", ""));
        }
    }

    @Property
    void everyByteIsInTheDump(@ForAll byte[] data) {
        StringBuilder hex = new StringBuilder();
        String dump = Views.named("hex", ViewContent.of(data, null));
        dump.lines().forEach(line -> hex.append(line, 10, 57));
        assertThat(hex.toString().replace(" ", "")).isEqualTo(HexFormat.of().formatHex(data));
        assertThat(dump).matches("[ -~\n]*");
    }

    @Property
    void noViewFails(@ForAll byte[] data) {
        for (String view : ContentViews.names()) {
            assertThat(Views.named(view, ViewContent.of(data, "multipart/x; boundary=a")))
                    .doesNotContain(" failed: ");
        }
    }

    @Property
    void noViewFailsOnText(@ForAll String text) {
        for (String view : ContentViews.names()) {
            assertThat(Views.named(view, ViewContent.of(text.getBytes(StandardCharsets.UTF_8), "text/plain")))
                    .doesNotContain(" failed: ");
        }
    }
}

package dev.steno.rule.body;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.re2j.Pattern;
import dev.steno.content.stream.TransformChain;
import dev.steno.rule.spec.Replacement;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class ReplacedTextTest {
    private final List<String> found = new ArrayList<>();

    private TextChange change(String regex, String with) {
        Pattern what = Pattern.compile(regex, Pattern.DOTALL);
        return new TextChange(what, Replacement.parse(with, what), () -> found.add(regex));
    }

    private static byte[] pass(ReplacedText text, byte[] body, int size) throws IOException {
        TransformChain chain = new TransformChain(List.of(text));
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (int from = 0; from <= body.length; from += size) {
            for (byte[] out = chain.next(); out != null; out = chain.next()) {
                all.writeBytes(out);
            }
            if (from < body.length) {
                chain.put(Arrays.copyOfRange(body, from, Math.min(body.length, from + size)));
            }
        }
        for (byte[] out = chain.next(); out != null; out = chain.next()) {
            all.writeBytes(out);
        }
        chain.end();
        for (byte[] out = chain.next(); out != null; out = chain.next()) {
            all.writeBytes(out);
        }
        return all.toByteArray();
    }

    private ReplacedText text(String type, TextChange... changes) {
        return new ReplacedText(List.of(changes), type, change -> found.add("!" + ((TextChange) change).what()));
    }

    /** Bytes that are not valid in a charset stay. */
    @Property(tries = 500)
    void bytesThatNothingMatchesStay(@ForAll byte[] body, @ForAll @IntRange(min = 1, max = 9) int size)
            throws IOException {
        for (String charset : new String[] {"utf-8", "iso-8859-1", "us-ascii", "utf-16be", "shift_jis"}) {
            assertThat(pass(text("text/plain; charset=" + charset, change("zzzz", "y")), body, size))
                    .as(charset)
                    .isEqualTo(body);
        }
        assertThat(pass(text(null, change("zzzz", "y")), body, size)).isEqualTo(body);
    }

    @Test
    void changesSeeThoseBeforeThem() throws IOException {
        byte[] body = "one two one".getBytes(UTF_8);
        assertThat(pass(text("text/plain", change("one", "two"), change("t(.)o", "\\1\u20ac")), body, 2))
                .isEqualTo("w\u20ac w\u20ac w\u20ac".getBytes(UTF_8));
        assertThat(found).containsExactly("one", "t(.)o");
    }

    @Test
    void theCharsetOfTheBodyStays() throws IOException {
        Charset latin2 = Charset.forName("iso-8859-2");
        String type = "text/plain; charset=iso-8859-2";
        assertThat(pass(text(type, change("a", "\u0142")), new byte[] {'a', (byte) 0xB1}, 1))
                .isEqualTo("\u0142\u0105".getBytes(latin2));
        assertThat(pass(text(type, change("a", "\u20ac"), change("b", "c")), latin1("ab"), 1))
                .isEqualTo(latin1("ac"));
        assertThat(found).contains("!a", "b");
        byte[] marked = "\uFEFFaa".getBytes(StandardCharsets.UTF_16LE);
        assertThat(pass(text("text/plain", change("^a", "b")), marked, 2))
                .isEqualTo("\uFEFFba".getBytes(StandardCharsets.UTF_16LE));
    }

    private static byte[] latin1(String text) {
        return text.getBytes(ISO_8859_1);
    }

    @Test
    void anEventIsSentOnceItIsComplete() throws IOException {
        ReplacedText text = text("text/event-stream; charset=utf-8", change("[0-9]+", "n"));
        text.put(latin1("data: 12"));
        assertThat(text.next()).isNull();
        text.put(latin1("3\r\n\r"));
        assertThat(text.next()).isNull();
        text.put(latin1("\ndata: 4\n\ndata: 5"));
        assertThat(text.next()).isEqualTo(latin1("data: n\r\n\r\ndata: n\n\n"));
        assertThat(text.mark()).isTrue();
        text.put(latin1("6"));
        text.release();
        assertThat(text.next()).isEqualTo(latin1("data: n"));
        text.end();
        assertThat(text.next()).isEqualTo(latin1("n"));
    }
}

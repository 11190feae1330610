package dev.steno.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class QrPictureTest {
    private static final String URL = "http://192.168.1.5:8080/";

    /** Version 2 has 25 modules a side; a finder pattern is a ring of 7, a gap, and a core of 3. */
    @Test
    void halfBlocksHaveTwoRowsALineAndAMargin() {
        List<String> lines = new QrPicture(URL).halfBlocks().lines().toList();

        assertThat(lines).hasSize(15).allMatch(line -> line.length() == 29);
        assertThat(lines.get(0)).isEqualTo("\u2588".repeat(29));
        assertThat(lines.get(1)).startsWith("\u2588\u2588 \u2584\u2584\u2584\u2584\u2584 \u2588");
    }

    @Test
    void thePictureIsOneElementThatRefersToNothing() {
        String svg = new QrPicture(URL).svg(200);

        assertThat(svg).startsWith("<svg ").endsWith("</svg>").contains("width=\"200\"", "viewBox=\"0 0 33 33\"");
        assertThat(svg).doesNotContain("href").doesNotContain("<script").doesNotContain("style");
        assertThat(Pattern.compile("M4 4h7v1H4").matcher(svg).find()).isTrue();
    }
}

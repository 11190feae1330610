package dev.steno.tui.term;

import static org.assertj.core.api.Assertions.assertThat;

import dev.steno.tui.line.Ground;
import dev.steno.tui.line.Style;
import dev.steno.tui.line.StyledText;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jline.utils.AttributedCharSequence;
import org.jline.utils.AttributedCharSequence.ForceMode;
import org.jline.utils.AttributedString;
import org.jline.utils.AttributedStyle;
import org.junit.jupiter.api.Test;

/** The colours of each style, and what is left of them without colours. */
class PaletteTest {
    private static final List<Boolean> DARK_AND_LIGHT = List.of(true, false);

    private static AttributedStyle style(ColourDepth depth, boolean dark, Style style, Ground ground) {
        return new Palette(depth, dark).of(new StyledText(style, ground, "x"));
    }

    private static String ansi(AttributedStyle style) {
        return new AttributedString("x", style).toAnsi(AttributedCharSequence.TRUE_COLORS, ForceMode.None);
    }

    @Test
    void withoutColoursNoStyleHasOne() {
        for (Style style : Style.values()) {
            for (Ground ground : Ground.values()) {
                AttributedStyle plain = style(ColourDepth.NONE, true, style, ground);

                assertThat(ansi(plain)).doesNotContainPattern("\u001b\\[[0-9;]*[349][0-7][;m]");
            }
        }
    }

    @Test
    void theFocusASelectionAndBarsAreSeenWithoutColours() {
        for (ColourDepth depth : List.of(ColourDepth.NONE, ColourDepth.SIXTEEN)) {
            Set<String> seen = new HashSet<>();
            for (Ground ground : List.of(Ground.PLAIN, Ground.FOCUS, Ground.SELECTED)) {
                seen.add(ansi(style(depth, true, Style.TEXT, ground)));
            }
            assertThat(seen).hasSize(3);
            assertThat(style(depth, true, Style.TEXT, Ground.BAR)).isNotEqualTo(AttributedStyle.DEFAULT);
        }
    }

    @Test
    void theFocusIsNotToldByColourAlone() {
        for (ColourDepth depth : ColourDepth.values()) {
            String focus = ansi(style(depth, true, Style.TEXT, Ground.FOCUS));

            assertThat(focus).containsPattern("\u001b\\[([0-9;]*;)?[17][;m]"); // bold or reversed
        }
    }

    @Test
    void whatMattersIsSeenWithoutColours() {
        AttributedStyle text = style(ColourDepth.NONE, true, Style.TEXT, Ground.PLAIN);

        for (Style style : List.of(Style.BOLD, Style.HEADING, Style.ERROR, Style.MATCH, Style.DIM)) {
            assertThat(style(ColourDepth.NONE, true, style, Ground.PLAIN)).isNotEqualTo(text);
        }
    }

    @Test
    void highlightedFiltersDifferInColour() {
        for (ColourDepth depth : List.of(ColourDepth.SIXTEEN, ColourDepth.INDEXED, ColourDepth.TRUE)) {
            for (boolean dark : DARK_AND_LIGHT) {
                Set<String> seen = new HashSet<>();
                for (int number = 1; number <= 6; number++) {
                    seen.add(new AttributedString("x", style(depth, dark, Style.ofHighlight(number), Ground.PLAIN))
                            .toAnsi(
                                    depth == ColourDepth.INDEXED ? 256 : AttributedCharSequence.TRUE_COLORS,
                                    ForceMode.None));
                }
                assertThat(seen).as(depth + (dark ? ", dark" : ", light")).hasSize(6);
            }
        }
    }

    /** As the contrast of WCAG 2.2 (1.4.3): 4.5 to 1 on black, and on white. */
    @Test
    void eachColourIsLegibleOnItsGrounds() {
        for (boolean dark : DARK_AND_LIGHT) {
            double plain = luminance(dark ? 0x000000 : 0xffffff);
            for (Style style : Style.values()) {
                for (Ground ground : Ground.values()) {
                    String ansi = ansi(style(ColourDepth.TRUE, dark, style, ground));
                    double behind = luminance(ansi, "48;2;", plain);
                    double text = luminance(ansi, "38;2;", 1 - plain);

                    assertThat((Math.max(text, behind) + 0.05) / (Math.min(text, behind) + 0.05))
                            .as(style + " on " + ground + (dark ? ", dark" : ", light"))
                            .isGreaterThan(4.5);
                }
            }
        }
    }

    private static double luminance(String ansi, String before, double otherwise) {
        int at = ansi.indexOf(before);
        if (at < 0) {
            return otherwise;
        }
        String[] parts = ansi.substring(at + before.length()).split("[;m]", 4);
        return luminance(
                Integer.parseInt(parts[0]) << 16 | Integer.parseInt(parts[1]) << 8 | Integer.parseInt(parts[2]));
    }

    private static double luminance(int rgb) {
        return 0.2126 * linear(rgb >> 16 & 0xff) + 0.7152 * linear(rgb >> 8 & 0xff) + 0.0722 * linear(rgb & 0xff);
    }

    private static double linear(int level) {
        double part = level / 255.0;
        return part <= 0.04045 ? part / 12.92 : Math.pow((part + 0.055) / 1.055, 2.4);
    }
}

package dev.steno.tui.term;

import dev.steno.tui.line.Ground;
import dev.steno.tui.line.Style;
import dev.steno.tui.line.StyledText;
import org.jline.utils.AttributedStyle;

/** The colours of styles and grounds, for a depth and for a dark or a light terminal. Immutable. */
final class Palette {
    private final ColourDepth depth;
    private final boolean dark;

    Palette(ColourDepth depth, boolean dark) {
        this.depth = depth;
        this.dark = dark;
    }

    ColourDepth depth() {
        return depth;
    }

    AttributedStyle of(StyledText part) {
        return ground(colour(AttributedStyle.DEFAULT, part.style()), part.ground());
    }

    private AttributedStyle colour(AttributedStyle base, Style style) {
        return switch (style) {
            case TEXT, PUNCTUATION -> base;
            case DIM -> depth == ColourDepth.NONE ? base.faint() : paint(base, 8, 0x808080, 0x6b6b6b);
            case BOLD -> base.bold();
            case HEADING -> paint(base.bold(), 6, 0x7fc8d8, 0x005f73);
            case NOTE -> paint(base, 6, 0x8fa8b0, 0x4a5a60);
            case KEY, TAG, INFO -> paint(base, 6, 0x6fc3d0, 0x00687a);
            case STRING, GOOD -> paint(base, 2, 0x8cc570, 0x2e7d32);
            case NUMBER, LITERAL -> paint(base, 5, 0xc79bd8, 0x7b3f98);
            case ATTRIBUTE -> paint(base, 3, 0xd7ba7d, 0x8a5a00);
            case COMMENT -> paint(base, 8, 0x808080, 0x6b6b6b);
            case WARNING -> paint(base, 3, 0xe0b050, 0x9a6700);
            case ERROR -> paint(base.bold(), 1, 0xf07070, 0xb3261e);
            case MATCH -> paint(base.underline(), 3, 0xffd75f, 0x8a5a00);
        };
    }

    private AttributedStyle ground(AttributedStyle base, Ground ground) {
        return switch (ground) {
            case PLAIN -> base;
            case FOCUS ->
                depth.compareTo(ColourDepth.INDEXED) < 0 ? base.inverse() : behind(base, dark ? 0x303a48 : 0xd5e3f0);
            case SELECTED ->
                depth.compareTo(ColourDepth.INDEXED) < 0 ? base.underline() : behind(base, dark ? 0x3a3324 : 0xf0e8d0);
            case BAR ->
                depth.compareTo(ColourDepth.INDEXED) < 0 ? base.inverse() : behind(base, dark ? 0x262626 : 0xe8e8e8);
        };
    }

    private AttributedStyle paint(AttributedStyle base, int index, int onDark, int onLight) {
        return switch (depth) {
            case NONE -> base;
            case SIXTEEN -> base.foreground(index);
            case INDEXED, TRUE -> base.foregroundRgb(dark ? onDark : onLight);
        };
    }

    private AttributedStyle behind(AttributedStyle base, int rgb) {
        return base.backgroundRgb(rgb);
    }
}

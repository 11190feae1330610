package dev.steno.tui.line;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jline.utils.AttributedString;
import org.junit.jupiter.api.Test;

/** Text from the network occupies as many cells as was reserved for it, whatever it consists of. */
class HostileTextTest {
    private static final int TEXTS = 20_000;

    private final Random random = new Random(14);

    @Test
    void noCharacterReachesATerminalThatMovesItsCursorOrReordersText() {
        List<Integer> passed = new ArrayList<>();
        for (int point = 0; point <= Character.MAX_CODE_POINT; point++) {
            String shown = Line.of(HostileText.of(point)).text();
            if (shown.codePoints().anyMatch(HostileText::isHarmful)) {
                passed.add(point);
            }
        }

        assertThat(passed).isEmpty();
    }

    @Test
    void theTerminalsLibraryMeasuresEachTextAlike() {
        for (int i = 0; i < TEXTS; i++) {
            Line line = Line.of(HostileText.random(random, 30));

            assertThat(new AttributedString(line.text()).columnLength()).isEqualTo(line.width());
        }
    }

    @Test
    void anEscapedTextIsNotEscapedAgain() {
        for (int i = 0; i < TEXTS; i++) {
            String once = CellText.of(HostileText.random(random, 30));

            assertThat(CellText.of(once)).isEqualTo(once);
        }
    }

    @Test
    void aLineOfAnyPartsIsCutOrFilledToItsWidth() {
        for (int i = 0; i < TEXTS; i++) {
            Line.Builder parts = Line.builder();
            int column = random.nextInt(12);
            parts.left(Style.TEXT, HostileText.random(random, 12), column);
            parts.right(Style.KEY, HostileText.random(random, 12), column);
            assertThat(parts.build().width()).isEqualTo(2 * column);

            Line line = parts.add(HostileText.random(random, 12)).build();
            int width = random.nextInt(60);
            assertThat(line.fit(width).width()).isEqualTo(width);
            assertThat(line.from(random.nextInt(20)).fit(width).width()).isEqualTo(width);
        }
    }

    @Test
    void whatTerminalsMeasureDifferentlyIsEscaped() {
        assertThat(Line.of("❤\ufe0f").text()).isEqualTo("❤\\ufe0f");
        assertThat(Line.of("\ud83c\udde9\ud83c\uddea").text()).isEqualTo("\\U01f1e9\\U01f1ea");
        assertThat(Line.of("\ud83d\udc4d\ud83c\udffd").text()).isEqualTo("\ud83d\udc4d\\U01f3fd");
        assertThat(Line.of("a\u3164b\u2800").text()).isEqualTo("a\\u3164b\u2800");
    }

    @Test
    void marksStayOnTheirLetterAndInTheirRow() {
        assertThat(Line.of("e\u0301").text()).isEqualTo("e\u0301");
        assertThat(Line.of("\u0301e").text()).isEqualTo("\\u0301e");
        assertThat(Line.of("e" + "\u0301".repeat(5)).text()).isEqualTo("e" + "\u0301".repeat(4) + "\\u0301");
    }
}

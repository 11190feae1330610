package dev.steno.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.steno.testing.Checkout;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** {@code docs/seed-defects.md} names an existing test for each of the fifteen defects. */
class SeedDefectsPageTest {
    private static final Pattern TEST = Pattern.compile("`([\\w/]+)/(\\w+)\\.(\\w+)`");

    @Test
    void everyDefectHasATestThatExists() throws IOException {
        String page = Files.readString(Checkout.file("docs/seed-defects.md"));
        List<String> missing = new ArrayList<>();
        for (int defect = 1; defect <= 15; defect++) {
            String row = row(page, "| D" + defect + " |");
            Matcher test = TEST.matcher(row);
            int named = 0;
            while (test.find()) {
                named++;
                Path file = Checkout.file((test.group(1).equals("cli") ? "cli" : "session-store")
                        + "/src/test/java/dev/steno/" + test.group(1) + "/" + test.group(2) + ".java");
                if (!Files.exists(file)
                        || !Files.readString(file).contains("@Test\n    void " + test.group(3) + "()")) {
                    missing.add(test.group());
                }
            }
            assertThat(named).as("tests of D" + defect).isPositive();
        }
        assertThat(missing).isEmpty();
    }

    private static String row(String page, String begin) {
        return page.lines().filter(line -> line.startsWith(begin)).findFirst().orElse("");
    }
}

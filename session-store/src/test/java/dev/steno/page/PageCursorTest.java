package dev.steno.page;

import static org.assertj.core.api.Assertions.assertThat;

import dev.steno.filter.Order;
import dev.steno.store.Place;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

class PageCursorTest {

    @Property
    void aCursorIsReadAsItWasWritten(
            @ForAll Order order, @ForAll boolean reverse, @ForAll byte[] key, @ForAll long started, @ForAll long flow) {
        PageCursor cursor = new PageCursor(order, reverse, key, new Place(started, flow));

        assertThat(PageCursor.parse(cursor.text())).contains(cursor);
        assertThat(cursor.text()).matches("[A-Za-z0-9_-]+");
    }

    @Example
    void otherTextsAreNoCursors() {
        for (String text : new String[] {"", "a", "dGltZSs1", "dGltZSs1Lg", "dGltZSs1QC4", "!", "dGltZUA1LjY"}) {
            assertThat(PageCursor.parse(text)).as(text).isEmpty();
        }
    }
}

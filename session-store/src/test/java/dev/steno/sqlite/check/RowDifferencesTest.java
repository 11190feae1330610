package dev.steno.sqlite.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.steno.session.Flows;
import dev.steno.store.FlowColumn;
import dev.steno.store.FlowColumns;
import dev.steno.store.FlowRow;
import org.junit.jupiter.api.Test;

/** The difference between a row of an older format and its flow. */
class RowDifferencesTest {
    private static final FlowRow WITH = FlowRow.of(Flows.complete(1));
    private static final FlowRow WITHOUT = FlowRow.of(Flows.open(1));

    /** A column of numbers as a later format may bring it: its value in older rows is unknown. */
    private static FlowColumn later(FlowColumn.Number column, String before) {
        FlowColumn.Traits old = column.traits();
        FlowColumn.Traits traits = new FlowColumn.Traits(
                old.name(), old.meaning(), false, old.filter(), old.order(), old.rank(), old.view(), 9, before);
        return new FlowColumn.Number(
                traits, column.slot(), column.unit(), column.absent(), column.constants(), column.value());
    }

    @Test
    void aNumberThatIsUnknownInAnOlderRowDoesNotDiffer() {
        assertThat(WITH.number(FlowColumns.STATUS)).isNotEqualTo(WITHOUT.number(FlowColumns.STATUS));
        FlowColumn status = later(FlowColumns.STATUS, "NULL");
        assertThat(RowDifferences.differ(status, WITHOUT, WITH)).isFalse();
        assertThat(RowDifferences.differ(status, WITH, WITHOUT)).isTrue();
        assertThat(RowDifferences.differ(later(FlowColumns.STATUS, "0"), WITHOUT, WITH))
                .isTrue();
    }
}

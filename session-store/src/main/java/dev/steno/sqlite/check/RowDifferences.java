package dev.steno.sqlite.check;

import dev.steno.store.FlowRow;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** Names what differs between two rows. */
final class RowDifferences {
    private RowDifferences() {}

    static String of(FlowRow one, FlowRow other) {
        List<String> names = new ArrayList<>();
        for (RecordComponent each : FlowRow.class.getRecordComponents()) {
            try {
                if (!Objects.equals(
                        each.getAccessor().invoke(one), each.getAccessor().invoke(other))) {
                    names.add(each.getName());
                }
            } catch (ReflectiveOperationException e) {
                throw new IllegalStateException("the parts of a public record can be read", e);
            }
        }
        return String.join(", ", names);
    }
}

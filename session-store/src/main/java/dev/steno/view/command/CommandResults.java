package dev.steno.view.command;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.roaringbitmap.longlong.Roaring64Bitmap;

/** Converts the results of commands. */
final class CommandResults {
    private CommandResults() {}

    static Optional<Long> flow(OptionalLong flow) {
        return flow.isPresent() ? Optional.of(flow.getAsLong()) : Optional.empty();
    }

    static List<Long> flows(Roaring64Bitmap flows) {
        List<Long> list = new ArrayList<>((int) Math.min(1 << 20, flows.getLongCardinality()));
        flows.forEach((long flow) -> list.add(flow));
        return list;
    }
}

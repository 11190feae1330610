package dev.steno.diff;

import dev.steno.compare.ComparedPart;
import dev.steno.flow.Flow;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A pair of flows that differ, or a flow without a partner. Immutable.
 *
 * @param left null if it is added
 * @param right null if it is removed
 * @param parts what differs; empty unless it is changed
 */
public record FlowDifference(
        Kind kind, @Nullable Flow left, @Nullable Flow right, List<ComparedPart> parts) {
    /** What happened from the left to the right side. */
    public enum Kind {
        CHANGED("~"),
        REMOVED("-"),
        ADDED("+");

        private final String sign;

        Kind(String sign) {
            this.sign = sign;
        }

        /** Returns the sign before a line. */
        public String sign() {
            return sign;
        }

        /** Returns the word in results for programs. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** Returns the left flow; the right one if there is no left one. */
    public Flow flow() {
        return left != null ? left : Objects.requireNonNull(right);
    }

    /** Receives differences, in the order of the left side's flows. */
    @FunctionalInterface
    public interface Sink {
        void accept(FlowDifference difference) throws IOException;

        /**
         * A flow is damaged, so that it is not compared, and neither is its partner.
         *
         * @param session of the flow
         * @param why for people; names the fault
         */
        default void damaged(Path session, long flow, String why) throws IOException {}
    }
}

package dev.steno.tui.action;

import dev.steno.flow.FlowNumber;
import dev.steno.text.Quantity;
import java.util.StringJoiner;
import org.roaringbitmap.longlong.Roaring64Bitmap;

/**
 * The flows that a key acts on: the selected ones, or else the focused one. Immutable.
 *
 * @param flows not to be modified
 */
public record Chosen(Roaring64Bitmap flows) {
    /** Upper bound on the flows that are named by their numbers. */
    private static final int MOST = 20_000;

    /** Returns the selected flows; if there are none, the focused one.
     *
     * @param focus 0 if no flow has it
     */
    public static Chosen of(long focus, Roaring64Bitmap selected) {
        Roaring64Bitmap flows = selected.clone();
        if (flows.isEmpty() && focus != 0) {
            flows.addLong(focus);
        }
        return new Chosen(flows);
    }

    public long count() {
        return flows.getLongCardinality();
    }

    /** Returns the flows as an argument of commands. */
    public String argument() {
        return "@" + numbers(",");
    }

    /** Returns a filter that they alone match. */
    public String filter() {
        return "id in (" + numbers(", ") + ")";
    }

    private String numbers(String between) {
        if (count() > MOST) {
            throw new TooManyException(count());
        }
        StringJoiner numbers = new StringJoiner(between);
        flows.forEach((long flow) -> numbers.add(FlowNumber.print(flow)));
        return numbers.toString();
    }

    /** Returns {@code flow 12} or {@code 3 flows}. */
    @Override
    public String toString() {
        return count() == 1 ? "flow " + FlowNumber.print(flows.first()) : Quantity.count(count(), "flow");
    }

    /** More flows are selected than can be named. */
    public static final class TooManyException extends RuntimeException {
        private static final long serialVersionUID = 1;

        TooManyException(long count) {
            super(count + " flows are selected, and a command takes at most " + MOST
                    + " by number; give the command a filter: :flow.mark '~m GET'");
        }
    }
}

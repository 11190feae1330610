package dev.steno.store;

import dev.steno.flow.Flow;
import java.util.ArrayList;
import java.util.List;

/** Reads flows by number around those that are damaged, which a later attempt finds damaged as well. Stateless. */
public final class UndamagedFlows {
    private UndamagedFlows() {}

    /** Is told of damaged flows. */
    public interface Damage {
        /**
         * A flow is damaged.
         *
         * @param why a sentence that names the flow and the fault
         */
        void found(long flow, String why);
    }

    /**
     * Reads flows, by one query unless there is damage. Those that do not exist are left out too.
     *
     * @throws SessionException if they cannot be read for another reason
     */
    public static List<Flow> read(SessionReader reader, List<Long> ids, Damage damage) throws SessionException {
        try {
            return reader.flows(ids);
        } catch (SessionException e) {
            if (!e.isDamaged()) {
                throw e;
            }
        }
        List<Flow> found = new ArrayList<>(ids.size());
        for (long id : ids) {
            try {
                reader.flow(id).ifPresent(found::add);
            } catch (SessionException e) {
                if (!e.isDamaged()) {
                    throw e;
                }
                damage.found(id, String.valueOf(e.getMessage()));
            }
        }
        return found;
    }
}

package dev.steno.builtin;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;

class IdSetTest {

    @Property
    void anIdIsNewOnce(@ForAll List<@LongRange(min = 0, max = 200_000) Long> ids) {
        IdSet set = new IdSet();
        Set<Long> model = new HashSet<>();
        for (long id : ids) {
            assertThat(set.addId(id)).isEqualTo(model.add(id));
        }
        assertThat(set.addId(Long.MAX_VALUE)).isTrue();
        assertThat(set.addId(Long.MAX_VALUE)).isFalse();
    }
}

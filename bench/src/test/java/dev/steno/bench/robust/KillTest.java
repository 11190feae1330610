package dev.steno.bench.robust;

import static org.assertj.core.api.Assertions.assertThat;

import dev.steno.store.Durability;
import dev.steno.testing.InFull;
import java.io.File;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Kills the proxy under load a few times; {@code bench/run kill} does so fifty times per durability mode. */
@Timeout(600)
@InFull("KilledIT, PowerCutTest and ProcessesTest")
class KillTest {

    @Test
    void inStrictNoKillTakesWhatAClientHadWhole() throws Exception {
        Kill.Tally tally = Kill.ofRuns(3, 800).run(Durability.STRICT, classPath());
        assertThat(tally.responses()).isGreaterThan(30);
        assertThat(tally.lost()).isZero();
        assertThat(tally.faults()).isZero();
    }

    @Test
    void inEveryModeAKilledSessionIsSound() throws Exception {
        for (Durability mode : new Durability[] {Durability.PROCESS, Durability.POWER}) {
            assertThat(Kill.ofRuns(1, 800).run(mode, classPath()).faults()).isZero();
        }
    }

    static String classPath() {
        String given = System.getProperty("surefire.test.class.path");
        return given == null ? System.getProperty("java.class.path") : given.replace('\n', File.pathSeparatorChar);
    }
}

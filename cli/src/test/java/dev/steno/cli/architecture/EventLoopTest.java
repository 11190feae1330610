package dev.steno.cli.architecture;

import static com.tngtech.archunit.core.domain.JavaModifier.SYNCHRONIZED;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noMethods;
import static dev.steno.cli.architecture.Rules.STENO;
import static dev.steno.cli.architecture.Rules.check;
import static dev.steno.cli.architecture.Rules.isIn;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaCall;
import com.tngtech.archunit.core.domain.JavaClass;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

/** Code on an event loop must not block: a blocked loop delays all connections that it serves. */
class EventLoopTest {
    /** Classes in the packages of the wire that run on other threads, with the reason why they may block. */
    private static final Map<String, String> OFF_THE_LOOPS = Map.ofEntries(
            Map.entry("dev.steno.net.ProxyServer", "binds and stops on the threads that start and stop the product"),
            Map.entry("dev.steno.net.settings.ProxySettings", "names the files that are read at the start"),
            Map.entry("dev.steno.net.settings.ServerTrust", "names the files that are read at the start"),
            Map.entry(
                    "dev.steno.net.tls.TrustAnchors",
                    "reads the files of CAs on the tls-setup thread, before the first client"),
            Map.entry("dev.steno.net.tls.TlsContexts", "is created on the tls-setup thread"),
            Map.entry("dev.steno.net.settings.TlsSettings", "names the files that are read at the start"),
            Map.entry(
                    "dev.steno.net.tls.ClientIdentities",
                    "reads certificates on the tls-setup thread, before the first client"),
            Map.entry("dev.steno.net.http3.Http3Listener", "binds on the thread that starts the product"),
            Map.entry(
                    "dev.steno.net.http3.QuicKeys",
                    "is called on the quic-tls thread, which may wait for a new certificate"),
            Map.entry(
                    "dev.steno.net.tls.KeyLog",
                    "is opened at the start; event loops queue lines, and a separate thread writes them"),
            Map.entry(
                    "dev.steno.net.channel.TraceFile",
                    "is opened at the start; event loops queue lines, and a separate thread writes them"),
            Map.entry("dev.steno.net.channel.OwnerOnlyFile", "opens files at the start"),
            Map.entry("dev.steno.net.settings.TraceSettings", "names the file that is opened at the start"));

    /** An exemption for a class that no longer exists would also exempt a later class of the same name. */
    @Test
    void whatIsExemptedExists() {
        assertThat(OFF_THE_LOOPS.keySet()).allMatch(STENO::contain);
    }

    /** A waiting thread serves none of its connections. */
    @Test
    void nothingOnAnEventLoopWaits() {
        check(noClasses()
                .that(onEventLoops())
                .should()
                .callCodeUnitWhere(DescribedPredicate.describe("waits", EventLoopTest::waits)));
    }

    /** Waiting for a lock blocks as well. */
    @Test
    void nothingOnAnEventLoopIsSynchronized() {
        check(noMethods()
                .that()
                .areDeclaredInClassesThat(onEventLoops())
                .should()
                .haveModifier(SYNCHRONIZED));
    }

    /** A disk may take seconds to respond. */
    @Test
    void nothingOnAnEventLoopTouchesTheDisk() {
        check(noClasses()
                .that(onEventLoops())
                .should()
                .dependOnClassesThat(DescribedPredicate.describe(
                        "read or write files",
                        type -> type.getPackageName().equals("java.nio.file")
                                || Set.of(
                                                "java.io.File",
                                                "java.io.FileInputStream",
                                                "java.io.FileOutputStream",
                                                "java.io.RandomAccessFile",
                                                "java.nio.channels.FileChannel")
                                        .contains(type.getName()))));
    }

    /** Whether a call may block until another thread acts or time passes. */
    private static boolean waits(JavaCall<?> call) {
        JavaClass owner = call.getTargetOwner();
        String name = call.getName();
        return switch (name) {
            case "sleep", "yield" -> owner.isEquivalentTo(Thread.class);
            case "park", "parkNanos", "parkUntil" -> owner.isEquivalentTo(LockSupport.class);
            case "wait" -> owner.isEquivalentTo(Object.class);
            case "join" -> owner.isAssignableTo(Thread.class) || owner.isAssignableTo(CompletableFuture.class);
            case "get" -> owner.isAssignableTo(Future.class);
            case "await", "awaitUninterruptibly", "sync", "syncUninterruptibly" ->
                owner.isAssignableTo(Future.class)
                        || owner.isEquivalentTo(CountDownLatch.class)
                        || owner.isAssignableTo(Condition.class);
            case "lock", "lockInterruptibly" -> owner.isAssignableTo(Lock.class);
            case "acquire" -> owner.isEquivalentTo(Semaphore.class);
            case "put", "take" -> owner.isAssignableTo(BlockingQueue.class);
            default -> false;
        };
    }

    private static DescribedPredicate<JavaClass> onEventLoops() {
        return DescribedPredicate.describe(
                "on event loops",
                type -> isIn(type.getPackageName(), "net", "exchange") && !OFF_THE_LOOPS.containsKey(type.getName()));
    }
}

package dev.steno.cli.architecture;

import static com.tngtech.archunit.core.domain.JavaModifier.SYNCHRONIZED;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noMethods;
import static dev.steno.cli.architecture.Rules.STENO;
import static dev.steno.cli.architecture.Rules.check;
import static dev.steno.cli.architecture.Rules.isIn;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import java.io.IOException;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Code on an event loop must not block: a blocked loop delays all connections that it serves. */
class EventLoopTest {
    /** Classes in the packages of the wire that run on other threads, with the reason why they may block. */
    private static final Map<String, String> OFF_THE_LOOPS = Map.ofEntries(
            Map.entry("dev.steno.net.ProxyServer", "binds and stops on the threads that start and stop the product"),
            Map.entry("dev.steno.net.settings.ProxySettings", "names the files that are read at the start"),
            Map.entry("dev.steno.net.tls.TrustAnchors", "reads the files of CAs on the tls-setup thread"),
            Map.entry("dev.steno.net.tls.TlsContexts", "is created on the tls-setup thread"),
            Map.entry("dev.steno.net.tls.TlsSetup", "blocks the threads that start and stop the product"),
            Map.entry("dev.steno.net.tls.NamedFiles", "is read on the tls-setup thread"),
            Map.entry("dev.steno.net.settings.ServerTrust", "names the files that are read at the start"),
            Map.entry("dev.steno.net.settings.TlsSettings", "names the files that are read at the start"),
            Map.entry("dev.steno.net.tls.ClientIdentities", "reads certificates on the tls-setup thread"),
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

    /** Classes with synchronized blocks, with the reason why a loop that waits for one waits briefly. */
    private static final Map<String, String> SHORT_LOCKS = Map.of(
            "dev.steno.net.tls.JdkTlsFallback", "one access to a map",
            "dev.steno.net.tls.IssuerCache", "one access to a map, or a copy of at most IssuerCache.MOST entries",
            "dev.steno.net.tls.VerifiedChainCache", "one access to a map",
            "dev.steno.net.tls.SslContextsByAlpn", "creates a context once for each unusual list of protocols");

    private static final Pattern SYNCHRONIZED_BLOCK = Pattern.compile("\\bsynchronized\\s*\\(");

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
                .accessTargetWhere(DescribedPredicate.describe("waits", EventLoopTest::waits)));
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

    /** A block is not visible in the compiled class's members. Each listed one is held for one access to a map. */
    @Test
    void onlyListedClassesSynchronizeABlock() throws IOException {
        assertThat(SourceTree.main().stream()
                        .filter(source -> isIn(source.packageName(), "net", "exchange")
                                && !OFF_THE_LOOPS.containsKey(source.name()))
                        .filter(source ->
                                SYNCHRONIZED_BLOCK.matcher(source.code()).find())
                        .map(SourceTree.Source::name))
                .containsExactlyInAnyOrderElementsOf(SHORT_LOCKS.keySet());
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
                                                "java.io.FileReader",
                                                "java.io.FileWriter",
                                                "java.nio.channels.AsynchronousFileChannel",
                                                "java.io.RandomAccessFile",
                                                "java.nio.channels.FileChannel")
                                        .contains(type.getName()))));
    }

    /** Whether a call, or a method reference, may block until another thread acts or time passes. */
    private static boolean waits(JavaAccess<?> call) {
        JavaClass owner = call.getTargetOwner();
        String name = call.getName();
        return switch (name) {
            case "sleep", "yield", "timedJoin", "timedWait" ->
                owner.isEquivalentTo(Thread.class) || owner.isEquivalentTo(TimeUnit.class);
            case "park", "parkNanos", "parkUntil" -> owner.isEquivalentTo(LockSupport.class);
            case "wait" -> owner.isEquivalentTo(Object.class);
            case "join" -> owner.isAssignableTo(Thread.class) || owner.isAssignableTo(CompletableFuture.class);
            case "get" -> owner.isAssignableTo(Future.class);
            case "await", "awaitUninterruptibly", "sync", "syncUninterruptibly" ->
                owner.isAssignableTo(Future.class)
                        || owner.isEquivalentTo(CountDownLatch.class)
                        || owner.isEquivalentTo(CyclicBarrier.class)
                        || owner.isAssignableTo(Condition.class);
            case "lock", "lockInterruptibly" -> owner.isAssignableTo(Lock.class);
            case "acquire" -> owner.isEquivalentTo(Semaphore.class);
            case "put", "take" -> owner.isAssignableTo(BlockingQueue.class);
            case "awaitTermination", "invokeAll", "invokeAny" -> owner.isAssignableTo(ExecutorService.class);
            case "waitFor" -> owner.isEquivalentTo(Process.class);
            default -> false;
        };
    }

    private static DescribedPredicate<JavaClass> onEventLoops() {
        return DescribedPredicate.describe(
                "on event loops",
                type -> isIn(type.getPackageName(), "net", "exchange") && !OFF_THE_LOOPS.containsKey(type.getName()));
    }
}

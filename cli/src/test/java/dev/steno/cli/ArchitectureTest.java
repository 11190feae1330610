package dev.steno.cli;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaModifier.FINAL;
import static com.tngtech.archunit.core.domain.JavaModifier.STATIC;
import static com.tngtech.archunit.core.domain.JavaModifier.SYNCHRONIZED;
import static com.tngtech.archunit.core.domain.JavaModifier.SYNTHETIC;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noFields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noMethods;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaCall;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.lang.ArchRule;
import java.util.List;
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
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The arrows between packages, and what code on an event loop never does. */
class ArchitectureTest {
    /** What lives beside event loops, but not on them, and why it may wait or read. */
    private static final Map<String, String> OFF_THE_LOOPS = Map.of(
            "dev.steno.net.ProxyServer", "binds and stops on the thread that starts and ends the product",
            "dev.steno.net.settings.ProxySettings", "names the files that are read at the start",
            "dev.steno.net.tls.TrustAnchors",
                    "reads authorities' files on the tls-setup thread, before the first client",
            "dev.steno.net.tls.TlsContexts", "is made on the tls-setup thread",
            "dev.steno.net.settings.TlsSettings", "names the files that are read at the start",
            "dev.steno.net.tls.ClientIdentities", "reads certificates on the tls-setup thread, before the first client",
            "dev.steno.net.http3.Http3Listener", "binds on the thread that starts the product",
            "dev.steno.net.http3.QuicKeys", "is asked on the quic-tls thread, which waits for the mint",
            "dev.steno.net.tls.KeyLog",
                    "is opened at the start; event loops queue lines, a thread of its own writes them");

    /** The layers of the wire, the top one first: each uses only those that come after it. */
    private static final List<String> LAYERS = List.of(
            "",
            ".accept",
            ".tunnel",
            ".upstream",
            ".http3",
            ".http2",
            ".http1",
            ".http",
            ".conn",
            ".tls",
            ".settings",
            ".channel",
            ".auth",
            ".mode");

    private static JavaClasses steno;

    @BeforeAll
    static void readTheClasses() {
        steno = ProductClasses.in("dev.steno");
    }

    @Test
    void everyModuleIsLookedAt() {
        assertThat(steno)
                .extracting(JavaClass::getPackageName)
                .contains("dev.steno.certs", "dev.steno.flow", "dev.steno.session", "dev.steno.cli");
    }

    @Test
    void packagesAreFreeOfCycles() {
        check(slices().matching("dev.steno.(*)..").should().beFreeOfCycles());
    }

    @Test
    void certificatesKnowNothingOfTheRest() {
        check(noClasses().that(in("certs")).should().dependOnClassesThat(inStenoButNot("certs")));
    }

    @Test
    void theDomainKnowsNothingOfTheRest() {
        check(noClasses().that(in("flow")).should().dependOnClassesThat(inStenoButNot("flow")));
    }

    @Test
    void theCoreKnowsNothingOfTheStore() {
        check(noClasses()
                .that(in(
                        "flow",
                        "text",
                        "natives",
                        "content",
                        "filter",
                        "option",
                        "command",
                        "addon",
                        "websocket",
                        "exchange",
                        "net",
                        "builtin"))
                .should()
                .dependOnClassesThat(in("store", "session", "search", "sqlite", "codec", "view", "tnetstring", "cli")));
    }

    @Test
    void framesOfWebSocketKnowNothingOfTheRest() {
        check(noClasses().that(in("websocket")).should().dependOnClassesThat(inStenoButNot("websocket")));
    }

    @Test
    void nativeLibrariesKnowNothingOfTheRest() {
        check(noClasses().that(in("natives")).should().dependOnClassesThat(inStenoButNot("natives")));
    }

    @Test
    void theStoreKnowsNothingOfTheWire() {
        check(noClasses()
                .that(in("store", "session", "search", "sqlite", "codec", "view", "tnetstring"))
                .should()
                .dependOnClassesThat(in("exchange", "net", "builtin", "cli")));
    }

    /** A second kind of store implements {@code store} and never sees the recorder. */
    @Test
    void theBoundaryOfTheStoreKnowsNeitherSide() {
        check(noClasses().that(in("store")).should().dependOnClassesThat(in("session", "sqlite", "codec", "view")));
    }

    /** So that one can be read without the others: tools stand on checks and searches, these on tables, these on the file. */
    @Test
    void packagesOfTheSessionFileAreFreeOfCycles() {
        check(slices().matching("dev.steno.sqlite.(*)").should().beFreeOfCycles());
        check(noClasses()
                .that(in("sqlite.file", "sqlite.table", "sqlite.query"))
                .should()
                .dependOnClassesThat(resideInAPackage("dev.steno.sqlite")));
        check(noClasses()
                .that(inStenoButNot("sqlite.tool", "cli", "bench"))
                .should()
                .dependOnClassesThat(in("sqlite.tool")));
    }

    /** The view is a library; commands are one skin over it. */
    @Test
    void packagesOfTheViewAreFreeOfCycles() {
        check(slices().matching("dev.steno.view.(*)").should().beFreeOfCycles());
        check(noClasses().that(in("view.index")).should().dependOnClassesThat(in("session", "sqlite")));
        check(noClasses().that(resideInAPackage("dev.steno.view")).should().dependOnClassesThat(in("view.command")));
        check(noClasses().that(in("view.index")).should().dependOnClassesThat(resideInAPackage("dev.steno.view")));
    }

    @Test
    void nobodyKnowsTheCommandLine() {
        check(noClasses().that(inStenoButNot("cli")).should().dependOnClassesThat(in("cli")));
    }

    /** A fault of one protocol is found among its own classes and those that all protocols share. */
    @Test
    void aLayerOfTheWireUsesOnlyThoseBelowIt() {
        for (int i = 1; i < LAYERS.size(); i++) {
            String[] above = LAYERS.subList(0, i).stream()
                    .map(layer -> "dev.steno.net" + layer)
                    .toArray(String[]::new);
            check(noClasses()
                    .that()
                    .resideInAPackage("dev.steno.net" + LAYERS.get(i))
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage(above));
        }
    }

    @Test
    void eachPackageOfTheWireIsALayer() {
        assertThat(steno.stream()
                        .map(JavaClass::getPackageName)
                        .filter(name -> name.equals("dev.steno.net") || name.startsWith("dev.steno.net.")))
                .allMatch(name -> LAYERS.contains(name.substring("dev.steno.net".length())));
    }

    /** Most classes of the wire are public for its other layers only. */
    @Test
    void theRestSeesTheWireByItsServerAndItsSettings() {
        check(noClasses()
                .that(inStenoButNot("net"))
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(LAYERS.stream()
                        .filter(layer ->
                                !List.of("", ".settings", ".auth", ".mode").contains(layer))
                        .map(layer -> "dev.steno.net" + layer)
                        .toArray(String[]::new)));
    }

    @Test
    void onlyTheNetPackageKnowsNetty() {
        check(noClasses()
                .that(inStenoButNot("net", "web"))
                .should()
                .dependOnClassesThat(resideInAPackage("io.netty..")));
    }

    @Test
    void onlyTheSqlitePackageKnowsJdbc() {
        check(noClasses()
                .that(inStenoButNot("sqlite"))
                .should()
                .dependOnClassesThat(resideInAPackage("java.sql..").or(resideInAPackage("org.sqlite.."))));
    }

    @Test
    void onlyTheCodecKnowsProtobuf() {
        check(noClasses()
                .that(inStenoButNot("codec"))
                .should()
                .dependOnClassesThat(resideInAPackage("com.google.protobuf..")));
    }

    @Test
    void onlyCertificatesKnowBouncyCastle() {
        check(noClasses()
                .that(inStenoButNot("certs"))
                .should()
                .dependOnClassesThat(resideInAPackage("org.bouncycastle..")));
    }

    @Test
    void onlyTheCommandLineKnowsPicocli() {
        check(noClasses().that(inStenoButNot("cli")).should().dependOnClassesThat(resideInAPackage("picocli..")));
    }

    @Test
    void onlyTheAssemblyKnowsTheBuiltinAddons() {
        check(noClasses().that(inStenoButNot("builtin", "cli")).should().dependOnClassesThat(in("builtin")));
    }

    @Test
    void builtinAddonsUseWhatAnyAddonCould() {
        check(noClasses().that(in("builtin")).should().dependOnClassesThat(in("exchange", "net")));
    }

    @Test
    void noStaticFieldCanChange() {
        check(noFields()
                .that()
                .areDeclaredInClassesThat(notGenerated())
                .and(are(
                        "static and not final",
                        field -> field.getModifiers().contains(STATIC)
                                && !field.getModifiers().contains(FINAL)
                                && !field.getModifiers().contains(SYNTHETIC)))
                .should()
                .beDeclaredInClassesThat(resideInAPackage("dev.steno..")));
    }

    @Test
    void aTypeIsNamedForWhatItIs() {
        check(classes().that(notGenerated()).should().haveNameNotMatching(".*(Utils?|Helper|Manager|Impl|Dto|DTO)"));
    }

    @Test
    void whatIsExemptedFromTheRulesOfEventLoopsExists() {
        assertThat(OFF_THE_LOOPS.keySet()).allMatch(steno::contain);
    }

    @Test
    void nothingOnAnEventLoopWaits() {
        check(noClasses()
                .that(onEventLoops())
                .should()
                .callCodeUnitWhere(DescribedPredicate.describe("waits", ArchitectureTest::waits)));
    }

    @Test
    void nothingOnAnEventLoopIsSynchronized() {
        check(noMethods()
                .that()
                .areDeclaredInClassesThat(onEventLoops())
                .should()
                .haveModifier(SYNCHRONIZED));
    }

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

    @Test
    void theExchangeIsPureJava() {
        check(noClasses()
                .that(in("exchange", "flow", "content", "filter", "text"))
                .should()
                .dependOnClassesThat(resideInAPackage("java.net..")
                        .or(resideInAPackage("java.nio.channels.."))
                        .or(resideInAPackage("java.nio.file.."))));
    }

    /** Whether a call may hold its thread until something else has happened. */
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

    private static DescribedPredicate<JavaField> are(String what, java.util.function.Predicate<JavaField> predicate) {
        return DescribedPredicate.describe(what, predicate);
    }

    private static DescribedPredicate<JavaClass> in(String... packages) {
        return DescribedPredicate.describe(
                "in " + String.join(", ", packages), type -> isIn(type.getPackageName(), packages));
    }

    private static DescribedPredicate<JavaClass> onEventLoops() {
        return DescribedPredicate.describe(
                "on event loops",
                type -> isIn(type.getPackageName(), "net", "exchange") && !OFF_THE_LOOPS.containsKey(type.getName()));
    }

    private static DescribedPredicate<JavaClass> inStenoButNot(String... packages) {
        return DescribedPredicate.describe(
                "in Steno, but not in " + String.join(", ", packages),
                type -> type.getPackageName().startsWith("dev.steno.") && !isIn(type.getPackageName(), packages));
    }

    private static boolean isIn(String name, String... packages) {
        for (String each : packages) {
            if (name.equals("dev.steno." + each) || name.startsWith("dev.steno." + each + ".")) {
                return true;
            }
        }
        return false;
    }

    /** What protoc writes follows its own rules. */
    private static DescribedPredicate<JavaClass> notGenerated() {
        return DescribedPredicate.describe(
                "not generated",
                type -> type.getPackageName().startsWith("dev.steno.")
                        && !type.getPackageName().startsWith("dev.steno.codec.proto"));
    }

    /** A rule about a package that is not there yet holds. */
    private static void check(ArchRule rule) {
        rule.allowEmptyShould(true).check(steno);
    }
}

package dev.steno.cli.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.type;
import static com.tngtech.archunit.core.domain.JavaModifier.FINAL;
import static com.tngtech.archunit.core.domain.JavaModifier.STATIC;
import static com.tngtech.archunit.core.domain.JavaModifier.SYNTHETIC;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noFields;
import static dev.steno.cli.architecture.Rules.STENO;
import static dev.steno.cli.architecture.Rules.check;
import static dev.steno.cli.architecture.Rules.in;
import static dev.steno.cli.architecture.Rules.inStenoButNot;
import static dev.steno.cli.architecture.Rules.isIn;
import static dev.steno.cli.architecture.Rules.notGenerated;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaField;
import java.io.IOException;
import java.util.AbstractCollection;
import java.util.AbstractMap;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentMap;
import org.jline.utils.WCWidth;
import org.junit.jupiter.api.Test;

/** The dependencies between modules and packages, and the one package that may use each third-party library. */
class ArchitectureTest {
    /** Static fields that change, with the reason. */
    private static final Map<String, String> SHARED = Map.of(
            "dev.steno.net.http2.GrowingFlowController.OF_ALL",
            "a share of the direct memory, which the process has once",
            "dev.steno.fleet.read.EarlyReader.PENDING",
            "the connection of the one command that a process runs, which its first reader takes");

    /** A rule over no classes passes, so this test checks that each module's classes are found. */
    @Test
    void everyModuleIsLookedAt() {
        assertThat(STENO)
                .extracting(JavaClass::getPackageName)
                .contains("dev.steno.certs", "dev.steno.flow", "dev.steno.session", "dev.steno.cli");
    }

    /** Other programs create certificates with this module, so it depends on no other. */
    @Test
    void certificatesKnowNothingOfTheRest() {
        check(noClasses().that(in("certs")).should().dependOnClassesThat(inStenoButNot("certs")));
    }

    /** Every module uses flows, so the domain must depend on none of them. */
    @Test
    void theDomainKnowsNothingOfTheRest() {
        check(noClasses().that(in("flow")).should().dependOnClassesThat(inStenoButNot("flow")));
    }

    /** The proxy runs without a store, and with other stores. */
    @Test
    void theCoreKnowsNothingOfTheStore() {
        check(noClasses()
                .that(in(
                        "flow",
                        "text",
                        "natives",
                        "log",
                        "content",
                        "filter",
                        "option",
                        "command",
                        "addon",
                        "websocket",
                        "edit",
                        "exchange",
                        "net",
                        "hold",
                        "pace",
                        "rule",
                        "builtin",
                        "playbook"))
                .should()
                .dependOnClassesThat(in("store", "session", "search", "sqlite", "codec", "view", "json", "cli")));
    }

    /** WebSocket frames are read on both sides of an exchange, and are tested without one. */
    @Test
    void framesOfWebSocketKnowNothingOfTheRest() {
        check(noClasses().that(in("websocket")).should().dependOnClassesThat(inStenoButNot("websocket")));
    }

    /** How fast data is sent is decided and tested without rules, exchanges and sockets. */
    @Test
    void thePaceKnowsOnlyFlows() {
        check(noClasses().that(in("pace")).should().dependOnClassesThat(inStenoButNot("pace", "flow")));
    }

    /** Every module loads native libraries, before it uses any other part of the product. */
    @Test
    void nativeLibrariesKnowNothingOfTheRest() {
        check(noClasses().that(in("natives")).should().dependOnClassesThat(inStenoButNot("natives")));
    }

    /** Session files are also read by processes that run no proxy. */
    @Test
    void theStoreKnowsNothingOfTheWire() {
        check(noClasses()
                .that(in("store", "session", "search", "sqlite", "codec", "view", "json"))
                .should()
                .dependOnClassesThat(in("exchange", "net", "builtin", "cli")));
    }

    /** Another kind of store implements {@code store} without knowing the recorder. */
    @Test
    void theBoundaryOfTheStoreKnowsNeitherSide() {
        check(noClasses()
                .that(in("store"))
                .should()
                .dependOnClassesThat(in("session", "sqlite", "codec", "view", "json")));
    }

    /**
     * Each layer can be read without those above it: tools use checks and searches, these use tables, and tables use
     * the file.
     */
    @Test
    void toolsOfTheSessionFileStandOnItsTablesAndTheseOnTheFile() {
        check(noClasses()
                .that(in("sqlite.file", "sqlite.table", "sqlite.query"))
                .should()
                .dependOnClassesThat(resideInAPackage("dev.steno.sqlite")));
        check(noClasses()
                .that(inStenoButNot("sqlite.tool", "web", "cli", "bench"))
                .should()
                .dependOnClassesThat(in("sqlite.tool")));
    }

    /** The view is a library; its commands are one of several interfaces to it. */
    @Test
    void theViewKnowsNothingOfItsCommands() {
        check(noClasses().that(in("view.index")).should().dependOnClassesThat(in("session", "sqlite")));
        check(noClasses().that(resideInAPackage("dev.steno.view")).should().dependOnClassesThat(in("view.command")));
        check(noClasses().that(in("view.index")).should().dependOnClassesThat(resideInAPackage("dev.steno.view")));
    }

    /** The command line is one of several interfaces to the product. */
    @Test
    void nobodyKnowsTheCommandLine() {
        check(noClasses().that(inStenoButNot("cli")).should().dependOnClassesThat(in("cli")));
    }

    /**
     * Decisions about traffic are pure Java and are tested without sockets; a new version of Netty affects one package.
     */
    @Test
    void onlyTheNetPackageKnowsNetty() {
        check(noClasses()
                .that(inStenoButNot("net", "web"))
                .should()
                .dependOnClassesThat(resideInAPackage("io.netty..")));
    }

    /**
     * A session can be stored in something other than SQLite, as the shared store shows. The sessions of ZAP, which are
     * imported, are databases too.
     */
    @Test
    void onlyTheStoresKnowJdbcAndEachItsOwnDriver() {
        check(noClasses()
                .that(inStenoButNot("sqlite", "fleet", "interop.zap"))
                .should()
                .dependOnClassesThat(resideInAPackage("java.sql..")));
        check(noClasses().that(inStenoButNot("sqlite")).should().dependOnClassesThat(resideInAPackage("org.sqlite..")));
        check(noClasses()
                .that(inStenoButNot("fleet"))
                .should()
                .dependOnClassesThat(resideInAPackage("org.postgresql..")));
    }

    /** What ships and reads a shared store is assembled by the command line; interfaces see readers and ports. */
    @Test
    void onlyTheAssemblyKnowsTheSharedStore() {
        check(noClasses().that(inStenoButNot("fleet", "cli", "bench")).should().dependOnClassesThat(in("fleet")));
        check(noClasses()
                .that(in("fleet"))
                .should()
                .dependOnClassesThat(in("interop", "web", "cli", "net", "exchange")));
    }

    /** Only one package decides how a flow is encoded. */
    @Test
    void onlyTheCodecKnowsProtobuf() {
        check(noClasses()
                .that(inStenoButNot("codec"))
                .should()
                .dependOnClassesThat(resideInAPackage("com.google.protobuf..")));
    }

    /** The library is large and slow to load; it is needed only if a certificate has to be created. */
    @Test
    void onlyCertificatesKnowBouncyCastle() {
        check(noClasses()
                .that(inStenoButNot("certs"))
                .should()
                .dependOnClassesThat(resideInAPackage("org.bouncycastle..")));
    }

    /** The interface for terminals is one of several; what it needs of the command line is given to it. */
    @Test
    void theTerminalInterfaceKnowsNeitherTheCommandLineNorTheWeb() {
        check(noClasses()
                .that(in("tui"))
                .should()
                .dependOnClassesThat(in("cli", "web", "net", "exchange", "sqlite", "builtin")));
        check(noClasses().that(inStenoButNot("tui", "cli")).should().dependOnClassesThat(in("tui")));
    }

    /** Screens are a function of their state, and are tested without a terminal. */
    @Test
    void onlyThePackageForTheTerminalKnowsJLine() {
        check(noClasses()
                .that(inStenoButNot("tui.term", "tui.line"))
                .should()
                .dependOnClassesThat(resideInAPackage("org.jline..")));
        check(noClasses()
                .that(in("tui.line"))
                .should()
                .dependOnClassesThat(resideInAPackage("org.jline..").and(not(type(WCWidth.class)))));
        check(noClasses()
                .that(in(
                        "tui.line",
                        "tui.data",
                        "tui.screen",
                        "tui.app",
                        "tui.action",
                        "tui.compare",
                        "tui.list",
                        "tui.viewer",
                        "tui.message",
                        "tui.detail",
                        "tui.page"))
                .should()
                .dependOnClassesThat(in("tui.term").or(resideInAPackage("dev.steno.tui"))));
    }

    /** Options and commands are declared for all interfaces, not for one library. */
    @Test
    void onlyTheCommandLineKnowsPicocli() {
        check(noClasses().that(inStenoButNot("cli")).should().dependOnClassesThat(resideInAPackage("picocli..")));
    }

    /** A part of the product that names an addon could not be used without that addon. */
    @Test
    void onlyTheAssemblyKnowsTheBuiltinAddons() {
        check(noClasses().that(inStenoButNot("builtin", "cli")).should().dependOnClassesThat(in("builtin")));
    }

    /** A built-in addon shows what a third party's addon can do, so it may use only what that addon could use. */
    @Test
    void builtinAddonsUseWhatAnyAddonCould() {
        check(noClasses()
                .that(in("builtin"))
                .should()
                .dependOnClassesThat(
                        inStenoButNot("builtin", "addon", "flow", "filter", "option", "command", "content", "text")
                                .or(in("addon.bus"))));
    }

    /** The same for constants, which compiled classes do not show. */
    @Test
    void builtinAddonsUseConstantsThatAnyAddonCould() throws IOException {
        List<String> forbidden = new ArrayList<>();
        Constants.uses()
                .forEach((from, all) -> all.forEach(to -> {
                    if (isIn(from, "builtin")
                            && (isIn(to, "addon.bus")
                                    || !isIn(
                                            to, "builtin", "addon", "flow", "filter", "option", "command", "content",
                                            "text"))) {
                        forbidden.add(from + " -> " + to);
                    }
                }));

        assertThat(forbidden).isEmpty();
    }

    /** The test kit of addons is loaded by tests only. */
    @Test
    void nothingUsesTheTestKit() {
        check(noClasses().that(inStenoButNot("playbook")).should().dependOnClassesThat(in("playbook")));
    }

    /** The code that runs addons can then change without recompiling any addon. */
    @Test
    void theInterfaceOfAddonsKnowsNothingOfWhatRunsThem() {
        check(noClasses()
                .that(resideInAPackage("dev.steno.addon"))
                .should()
                .dependOnClassesThat(
                        inStenoButNot("addon", "flow", "option", "command").or(in("addon.bus"))));
    }

    /**
     * Code that opens no socket and no file can be tested with scripted events, and on any thread. {@code FileErrors} only names
     * the exceptions of those that open files, and {@code RequestUrl} encodes the names of hosts.
     */
    @Test
    void theExchangeIsPureJava() {
        check(noClasses()
                .that(in("exchange", "edit", "flow", "content", "filter", "text"))
                .and()
                .doNotHaveFullyQualifiedName("dev.steno.text.FileErrors")
                .and()
                .doNotHaveFullyQualifiedName("dev.steno.flow.RequestUrl")
                .should()
                .dependOnClassesThat(resideInAPackage("java.net..")
                        .or(resideInAPackage("java.nio.channels.."))
                        .or(resideInAPackage("java.nio.file.."))));
    }

    /** Two proxies in one process must not share state, and a test must leave none behind. */
    @Test
    void noStaticFieldCanChange() {
        check(noFields()
                .that()
                .areDeclaredInClassesThat(notGenerated())
                .and(DescribedPredicate.describe("static and not final", ArchitectureTest::isVariable))
                .should()
                .beDeclaredInClassesThat(resideInAPackage("dev.steno..")));
    }

    /** A final field whose value changes is shared state as well. */
    @Test
    void noStaticFieldHoldsWhatCanChange() {
        check(noFields()
                .that()
                .areDeclaredInClassesThat(notGenerated())
                .and()
                .areStatic()
                .and(DescribedPredicate.describe("not exempt", field -> !SHARED.containsKey(field.getFullName())))
                .should()
                .haveRawType(DescribedPredicate.describe(
                        "made to be changed",
                        type -> type.getPackageName().equals("java.util.concurrent.atomic")
                                        && !type.getSimpleName().endsWith("FieldUpdater")
                                || type.isAssignableTo(ThreadLocal.class)
                                || type.isAssignableTo(ConcurrentMap.class)
                                || type.isAssignableTo(Queue.class)
                                || type.isAssignableTo(AbstractMap.class)
                                || type.isAssignableTo(AbstractCollection.class))));
    }

    private static boolean isVariable(JavaField field) {
        return field.getModifiers().contains(STATIC)
                && !field.getModifiers().contains(FINAL)
                && !field.getModifiers().contains(SYNTHETIC);
    }
}

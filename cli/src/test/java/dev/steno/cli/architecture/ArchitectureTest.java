package dev.steno.cli.architecture;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaModifier.FINAL;
import static com.tngtech.archunit.core.domain.JavaModifier.STATIC;
import static com.tngtech.archunit.core.domain.JavaModifier.SYNTHETIC;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noFields;
import static dev.steno.cli.architecture.Rules.STENO;
import static dev.steno.cli.architecture.Rules.check;
import static dev.steno.cli.architecture.Rules.in;
import static dev.steno.cli.architecture.Rules.inStenoButNot;
import static dev.steno.cli.architecture.Rules.notGenerated;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaField;
import org.junit.jupiter.api.Test;

/** The arrows between modules and packages, and the one package that knows each foreign library. */
class ArchitectureTest {
    /** A rule over classes that were not found would hold without saying anything. */
    @Test
    void everyModuleIsLookedAt() {
        assertThat(STENO)
                .extracting(JavaClass::getPackageName)
                .contains("dev.steno.certs", "dev.steno.flow", "dev.steno.session", "dev.steno.cli");
    }

    /** Certificates are made by other programs too, so the module stands alone. */
    @Test
    void certificatesKnowNothingOfTheRest() {
        check(noClasses().that(in("certs")).should().dependOnClassesThat(inStenoButNot("certs")));
    }

    /** Every module speaks of flows; the domain can depend on none of them. */
    @Test
    void theDomainKnowsNothingOfTheRest() {
        check(noClasses().that(in("flow")).should().dependOnClassesThat(inStenoButNot("flow")));
    }

    /** The proxy runs without a store, and with another one. */
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

    /** Frames are read on both sides of an exchange, and are tested without one. */
    @Test
    void framesOfWebSocketKnowNothingOfTheRest() {
        check(noClasses().that(in("websocket")).should().dependOnClassesThat(inStenoButNot("websocket")));
    }

    /** They are loaded from every module, before any other part of the product. */
    @Test
    void nativeLibrariesKnowNothingOfTheRest() {
        check(noClasses().that(in("natives")).should().dependOnClassesThat(inStenoButNot("natives")));
    }

    /** Session files are read where no proxy runs. */
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
    void toolsOfTheSessionFileStandOnItsTablesAndTheseOnTheFile() {
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
    void theViewKnowsNothingOfItsCommands() {
        check(noClasses().that(in("view.index")).should().dependOnClassesThat(in("session", "sqlite")));
        check(noClasses().that(resideInAPackage("dev.steno.view")).should().dependOnClassesThat(in("view.command")));
        check(noClasses().that(in("view.index")).should().dependOnClassesThat(resideInAPackage("dev.steno.view")));
    }

    /** The command line is one surface among others to come. */
    @Test
    void nobodyKnowsTheCommandLine() {
        check(noClasses().that(inStenoButNot("cli")).should().dependOnClassesThat(in("cli")));
    }

    /** What decides about traffic is pure Java and tested without sockets; a new version of Netty changes one package. */
    @Test
    void onlyTheNetPackageKnowsNetty() {
        check(noClasses()
                .that(inStenoButNot("net", "web"))
                .should()
                .dependOnClassesThat(resideInAPackage("io.netty..")));
    }

    /** A session may be kept elsewhere than in SQLite. */
    @Test
    void onlyTheSqlitePackageKnowsJdbc() {
        check(noClasses()
                .that(inStenoButNot("sqlite"))
                .should()
                .dependOnClassesThat(resideInAPackage("java.sql..").or(resideInAPackage("org.sqlite.."))));
    }

    /** How a flow is encoded is decided in one place. */
    @Test
    void onlyTheCodecKnowsProtobuf() {
        check(noClasses()
                .that(inStenoButNot("codec"))
                .should()
                .dependOnClassesThat(resideInAPackage("com.google.protobuf..")));
    }

    /** The library is large, slow to load, and used at the start only if a certificate has to be made. */
    @Test
    void onlyCertificatesKnowBouncyCastle() {
        check(noClasses()
                .that(inStenoButNot("certs"))
                .should()
                .dependOnClassesThat(resideInAPackage("org.bouncycastle..")));
    }

    /** Options and commands are declared for all surfaces, not for one library. */
    @Test
    void onlyTheCommandLineKnowsPicocli() {
        check(noClasses().that(inStenoButNot("cli")).should().dependOnClassesThat(resideInAPackage("picocli..")));
    }

    /** A part of the product that named an addon could not be had without it. */
    @Test
    void onlyTheAssemblyKnowsTheBuiltinAddons() {
        check(noClasses().that(inStenoButNot("builtin", "cli")).should().dependOnClassesThat(in("builtin")));
    }

    /** A built-in addon shows what an addon of a third party can do only if it has nothing else to work with. */
    @Test
    void builtinAddonsUseWhatAnyAddonCould() {
        check(noClasses()
                .that(in("builtin"))
                .should()
                .dependOnClassesThat(
                        inStenoButNot("builtin", "addon", "flow", "filter", "option", "command", "content", "text")
                                .or(in("addon.bus"))));
    }

    /** What runs addons can then be changed without any addon being compiled anew. */
    @Test
    void theInterfaceOfAddonsKnowsNothingOfWhatRunsThem() {
        check(noClasses()
                .that(resideInAPackage("dev.steno.addon"))
                .should()
                .dependOnClassesThat(
                        inStenoButNot("addon", "flow", "option", "command").or(in("addon.bus"))));
    }

    /** What opens no socket and no file is tested by scripts of events, and runs on any thread. */
    @Test
    void theExchangeIsPureJava() {
        check(noClasses()
                .that(in("exchange", "flow", "content", "filter", "text"))
                .should()
                .dependOnClassesThat(resideInAPackage("java.net..")
                        .or(resideInAPackage("java.nio.channels.."))
                        .or(resideInAPackage("java.nio.file.."))));
    }

    /** Two proxies in one process must not share state, and a test must not leave any for the next. */
    @Test
    void noStaticFieldCanChange() {
        check(noFields()
                .that()
                .areDeclaredInClassesThat(notGenerated())
                .and(DescribedPredicate.describe("static and not final", ArchitectureTest::isVariable))
                .should()
                .beDeclaredInClassesThat(resideInAPackage("dev.steno..")));
    }

    private static boolean isVariable(JavaField field) {
        return field.getModifiers().contains(STATIC)
                && !field.getModifiers().contains(FINAL)
                && !field.getModifiers().contains(SYNTHETIC);
    }
}

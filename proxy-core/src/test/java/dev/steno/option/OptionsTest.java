package dev.steno.option;

import static dev.steno.option.OptionSource.COMMAND_LINE;
import static dev.steno.option.OptionSource.CONFIG;
import static dev.steno.option.OptionSource.DEFAULT;
import static dev.steno.option.OptionSource.ENVIRONMENT;
import static dev.steno.option.OptionSource.RUNTIME;
import static dev.steno.option.OptionSource.SESSION;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.steno.option.TestOptions.Login;
import dev.steno.option.TestOptions.Net;
import dev.steno.option.TestOptions.OnFailure;
import dev.steno.option.TestOptions.Store;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class OptionsTest {
    private final Options options = TestOptions.all();

    @Test
    void aRegisteredRecordHasItsDefaults() {
        assertThat(new Options().register(Net.class))
                .isEqualTo(new Net(new HostPort("127.0.0.1", 8080), List.of(), false, Duration.ofSeconds(10)));
        assertThat(options.get(Store.class).file()).isEmpty();
    }

    @Test
    void setTextsShowInTheRecord() {
        options.set(Map.of("listen", ":0", "upstream-ca", "a.pem,b.pem", "on_store_failure", "pass-on"));

        assertThat(options.get(Net.class).listen()).isEqualTo(new HostPort("", 0));
        assertThat(options.get(Net.class).upstreamCa()).containsExactly(Path.of("a.pem"), Path.of("b.pem"));
        assertThat(options.get(Store.class).onStoreFailure()).isEqualTo(OnFailure.PASS_ON);
    }

    @Test
    void theStrongestLayerShowsWhateverTheOrderOfSetting() {
        options.apply(Map.of(COMMAND_LINE, Map.of("detail", "3")));
        options.apply(Map.of(CONFIG, Map.of("detail", "2", "listen", ":2")));
        options.apply(Map.of(SESSION, Map.of("detail", "0", "listen", ":1", "insecure", "yes")));
        options.apply(Map.of(ENVIRONMENT, Map.of("listen", ":3")));

        assertThat(options.get(Store.class).detail()).isEqualTo(3);
        assertThat(options.get(Net.class).listen().port()).isEqualTo(3);
        assertThat(source("detail")).isEqualTo(COMMAND_LINE);
        assertThat(source("listen")).isEqualTo(ENVIRONMENT);
        assertThat(source("insecure")).isEqualTo(SESSION);
        assertThat(source("max-body")).isEqualTo(DEFAULT);
        assertThat(COMMAND_LINE).hasToString("command line");
    }

    @Test
    void aResetOptionHasTheValueOfTheNextLayer() {
        options.apply(Map.of(CONFIG, Map.of("detail", "2")));
        options.set("detail", "3");
        assertThat(source("detail")).isEqualTo(RUNTIME);

        options.reset("detail");

        assertThat(options.get(Store.class).detail()).isEqualTo(2);
        assertThat(source("detail")).isEqualTo(CONFIG);
    }

    @Test
    void anUnknownNameIsAnsweredWithTheNearest() {
        assertThatThrownBy(() -> options.set("lisetn", "1"))
                .isInstanceOf(OptionException.class)
                .hasMessage("there is no option lisetn; did you mean listen?");
        assertThatThrownBy(() -> options.set("colour-scheme", "dark")).hasMessage("there is no option colour-scheme");
        assertThatThrownBy(() -> options.require("upstreamca"))
                .hasMessage("there is no option upstreamca; did you mean upstream-ca?");
        assertThat(options.find("lisetn")).isEmpty();
    }

    @Test
    void aBadTextIsAnsweredWithNameTextAndWhatIsAccepted() {
        assertThatThrownBy(() -> options.set("detail", "4"))
                .isInstanceOf(OptionException.class)
                .hasMessage("option detail: \"4\" is not one of the choices; accepted: 0, 1, 2 or 3");
        assertThatThrownBy(() -> options.apply(Map.of(SESSION, Map.of("listen", "here"))))
                .hasMessageContaining("option listen: \"here\" has no port, as here:8080 has")
                .hasMessageEndingWith("(from the session)");
    }

    @Test
    void aBadTextChangesNothingEvenBesideGoodOnes() {
        Net before = options.get(Net.class);

        assertThatThrownBy(() -> options.set(Map.of("insecure", "true", "connect-timeout", "soon")))
                .isInstanceOf(OptionException.class);

        assertThat(options.get(Net.class)).isEqualTo(before);
        assertThat(options.texts(RUNTIME)).isEmpty();
    }

    @Test
    void aBadTextIsRefusedEvenWhereAStrongerLayerHidesIt() {
        options.set("detail", "3");

        assertThatThrownBy(() -> options.apply(Map.of(CONFIG, Map.of("detail", "9"))))
                .isInstanceOf(OptionException.class);
    }

    @Test
    void valuesThatDoNotFitEachOtherAreRefusedByTheirRecord() {
        assertThatThrownBy(() -> options.set("max-body", "1kib"))
                .isInstanceOf(OptionException.class)
                .hasMessageContaining("inline-body cannot be above max-body");
        assertThat(options.get(Store.class).maxBody()).isEqualTo(ByteSize.parse("1gib"));
    }

    @Test
    void valuesThatFitOnlyTogetherMayComeFromTwoLayers() {
        options.apply(Map.of(CONFIG, Map.of("max-body", "1kib"), COMMAND_LINE, Map.of("inline-body", "1kib")));

        assertThat(options.get(Store.class).maxBody()).isEqualTo(ByteSize.parse("1kib"));
    }

    @Test
    void aListingSaysAllOfAnOption() {
        options.set("max-body", "2000000b");
        OptionSpec spec = options.find("max_body").orElseThrow();

        assertThat(spec.name()).isEqualTo("max-body");
        assertThat(spec.type().name()).isEqualTo("size");
        assertThat(spec.defaultText()).isEqualTo("1gib");
        assertThat(spec.current()).isEqualTo("2mb");
        assertThat(spec.source()).isEqualTo(RUNTIME);
        assertThat(spec.help()).isEqualTo("The largest body kept.");
        assertThat(spec.metavar()).isEqualTo("LIMIT");
        assertThat(spec.repeatable()).isFalse();
        assertThat(options.require("insecure").flags()).containsExactly('k', 'K');
        assertThat(options.require("insecure").defaultText()).isEqualTo("false");
        assertThat(options.require("session").metavar()).isEqualTo("FILE");
        assertThat(options.require("upstream-ca").repeatable()).isTrue();
        assertThat(options.all()).extracting(OptionSpec::name).isSorted().hasSize(12);
    }

    @Test
    void flagsGivenSeveralTimesMakeAListButOnlyForOptionsThatTakeOne() {
        OptionSpec list = options.require("upstream-ca");
        OptionSpec one = options.require("listen");

        options.set("upstream-ca", list.join(List.of("a,b.pem", "c.pem")));

        assertThat(options.get(Net.class).upstreamCa()).containsExactly(Path.of("a,b.pem"), Path.of("c.pem"));
        assertThat(one.join(List.of(":1"))).isEqualTo(":1");
        assertThatThrownBy(() -> one.join(List.of(":1", ":2")))
                .isInstanceOf(OptionException.class)
                .hasMessageContaining("option listen: \":1 :2\" is not one value");
    }

    @Test
    void aSecretIsNeverShown() {
        options.set(Map.of("password", "hunter2", "detail", "2"));

        assertThat(options.get(Login.class).password()).isEqualTo("hunter2");
        assertThat(options.all().toString()).doesNotContain("hunter2");
        assertThat(options.require("password").current()).isEqualTo(OptionSpec.HIDDEN_TEXT);
        assertThat(options.texts(RUNTIME)).isEqualTo(Map.of("detail", "2"));
        assertThatThrownBy(() -> options.set("key-number", "12x45"))
                .hasMessageContaining("option key-number: the value is not a whole number")
                .hasNoCause()
                .hasMessageNotContaining("12x45");
        assertThatThrownBy(() -> options.require("key-number").check("12x45")).hasMessageNotContaining("12x45");
    }

    @Test
    void theEnvironmentGivesOptionsByTheirVariables() {
        Map<String, String> variables =
                Map.of("STENO_UPSTREAM_CA", "a.pem", "STENO_DETAIL", "", "STENO_SOMETHING", "1", "LISTEN", ":1");

        assertThat(Environment.read(variables, options)).isEqualTo(Map.of("upstream-ca", "a.pem"));
        assertThat(Environment.variable("upstream-ca")).isEqualTo("STENO_UPSTREAM_CA");
    }

    @Test
    void aRecordRegisteredLateSeesTheDefaultsAndTheOthersKeepTheirValues() {
        Options late = new Options();
        late.register(Net.class);
        late.set("insecure", "true");

        late.register(Store.class);

        assertThat(late.get(Net.class).insecure()).isTrue();
        assertThat(late.get(Store.class).detail()).isEqualTo(1);
    }

    @Test
    void aDeclarationThatCannotWorkIsRefusedWhenRegistered() {
        record Same(@Opt(help = "x", defaultValue = "1") int listen) {}
        record SameFlag(@Opt(help = "x", flags = 'l') boolean other) {}
        record Bare(int number) {}
        record BadDefault(@Opt(help = "x") int number) {}
        record NoType(@Opt(help = "x") Thread thread) {}
        record BadAllowed(
                @Opt(help = "x", defaultValue = "1", allowed = "one")
                int number) {}
        record BadName(@Opt(help = "x", name = "Bad Name") String text) {}

        assertThatThrownBy(() -> options.register(Same.class))
                .hasMessageContaining("listen")
                .hasMessageContaining("already");
        assertThatThrownBy(() -> options.register(SameFlag.class)).hasMessageContaining("both have the flag -l");
        assertThatThrownBy(() -> options.register(Bare.class)).hasMessageContaining("@Opt");
        assertThatThrownBy(() -> options.register(BadDefault.class)).hasMessageContaining("not a whole number");
        assertThatThrownBy(() -> options.register(NoType.class)).hasMessageContaining("java.lang.Thread");
        assertThatThrownBy(() -> options.register(BadAllowed.class)).hasMessageContaining("\"one\"");
        assertThatThrownBy(() -> options.register(BadName.class)).hasMessageContaining("kebab-case");
        assertThatThrownBy(() -> options.get(Same.class))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("not registered");
        assertThat(options.all()).hasSize(12);
    }

    @Test
    void allowedValuesHoldForTheElementsOfAListAndForAPresentValue() {
        record Protocols(
                @Opt(
                        help = "x",
                        allowed = {"h1", "h2"})
                List<String> speak,

                @Opt(
                        help = "x",
                        allowed = {"1", "2"})
                Optional<Integer> only) {}
        options.register(Protocols.class);

        options.set(Map.of("speak", "h2,h1", "only", "2"));

        assertThat(options.get(Protocols.class)).isEqualTo(new Protocols(List.of("h2", "h1"), Optional.of(2)));
        assertThatThrownBy(() -> options.set("speak", "h1,h3"))
                .hasMessageContaining("\"h3\" is not one of the choices");
        assertThatThrownBy(() -> options.set("only", "3")).hasMessageContaining("\"3\" is not one of the choices");
        assertThat(options.require("speak").type().complete("h1,")).containsExactly("h1,h1", "h1,h2");
    }

    @Test
    void componentNamesBecomeKebabCase() {
        assertThat(NameSyntax.kebab("upstreamCa")).isEqualTo("upstream-ca");
        assertThat(NameSyntax.kebab("upstreamCA")).isEqualTo("upstream-ca");
        assertThat(NameSyntax.kebab("CAFile")).isEqualTo("ca-file");
        assertThat(NameSyntax.kebab("http2Window")).isEqualTo("http2-window");
        assertThat(NameSyntax.kebab("home")).isEqualTo("home");
    }

    private OptionSource source(String name) {
        return options.require(name).source();
    }

    @Test
    void aReloadedLayerChangesWhatIsLiveAndNamesTheRest() {
        options.apply(Map.of(CONFIG, Map.of("inline-body", "1kb", "detail", "2", "session", "a.steno")));
        options.apply(Map.of(COMMAND_LINE, Map.of("max-body", "1mb")));

        assertThat(options.reload(
                        CONFIG, Map.of("inline_body", "2kb", "detail", "3", "max-body", "2mb", "password", "secret")))
                .extracting(ReloadedOption::sentence)
                .containsExactly(
                        "detail will be 3 after a restart",
                        "inline-body is 2kb now",
                        "max-body stays 1mb, from the command line",
                        "password will be (secret) after a restart",
                        "session will be not set after a restart");
        assertThat(options.get(Store.class).inlineBody()).isEqualTo(ByteSize.parse("2kb"));
        assertThat(options.get(Store.class).detail()).isEqualTo(2);
        assertThat(options.get(Store.class).file()).contains(Path.of("a.steno"));
    }

    @Test
    void onlyLiveOptionsChangeWhileTheProgramRuns() {
        options.changeWhileRunning(Map.of("inline_body", "2kb"));
        assertThat(options.get(Store.class).inlineBody()).isEqualTo(ByteSize.parse("2kb"));
        assertThatThrownBy(() -> options.changeWhileRunning(Map.of("inline-body", "3kb", "detail", "3")))
                .isInstanceOf(OptionException.class)
                .hasMessage(
                        "option detail cannot change while the proxy runs; set it in config.toml or by --detail for the "
                                + "next start");
        assertThat(options.get(Store.class).inlineBody()).isEqualTo(ByteSize.parse("2kb"));
        options.changeWhileRunning(Collections.singletonMap("inline-body", null));
        assertThat(options.get(Store.class).inlineBody()).isEqualTo(ByteSize.parse("16kib"));
    }

    @Test
    void aReloadedLayerWithAnErrorChangesNothing() {
        assertThatThrownBy(() -> options.reload(CONFIG, Map.of("inline-body", "2kb", "detail", "9")))
                .isInstanceOf(OptionException.class);
        // the two are only valid together: the one that needs a restart must be valid as well
        assertThatThrownBy(() -> options.reload(CONFIG, Map.of("inline-body", "2kb", "max-body", "1kb")))
                .hasMessageContaining("inline-body cannot be above max-body");
        assertThat(options.get(Store.class).inlineBody()).isEqualTo(ByteSize.parse("16kib"));
        assertThat(options.reload(CONFIG, Map.of())).isEmpty();
    }
}

package dev.steno.mock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.steno.addon.Addon;
import dev.steno.rule.RuleCommands;
import dev.steno.rule.Rules;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** States of a rules file, which decide whether the record of a mock or a rule answers. */
class RuleStatesTest extends MockingProxy {
    private static final String RULES = """
            [[rule]]
            name = "checkout"
            filter = "~m POST & ~u /checkout"
            modify-headers = "/X-Checkout/done"
            then = { cart = "empty" }

            [[rule]]
            name = "empty-cart"
            filter = "~m GET & ~u /cart"
            when = { cart = "empty" }
            block-list = { status = 200, body = "nothing" }

            [[rule]]
            name = "fill"
            filter = "~m PUT & ~u /cart"
            when = { cart = "empty" }
            block-list = { status = 201, body = "filled" }
            then = { cart = "" }
            """;

    private final Rules rules = new Rules();

    @Override
    protected Addon[] addons() {
        List<Addon> all = new ArrayList<>(Arrays.asList(super.addons()));
        all.add(0, rules);
        return all.toArray(Addon[]::new);
    }

    @Test
    void statesThatRulesSetDecideWhetherTheRecordAnswers() throws Exception {
        Tape tape = tape();
        tape.get(SHOP + "/cart").text("full");
        tape.request("POST", SHOP + "/checkout").text("paid");
        offline(tape);
        Path file = Files.writeString(folder.resolve("rules.toml"), RULES);
        set("rules", file.toString());
        RuleCommands commands = new RuleCommands(proxy.options, () -> rules);

        assertThat(body("/cart")).isEqualTo("full");
        assertThat(ask("PUT", "/cart").status()).isEqualTo(404);
        assertThat(ask("POST", "/checkout").text()).isEqualTo("paid");
        assertThat(commands.states()).containsExactly(new RuleCommands.StateValue("cart", "empty"));
        assertThat(body("/cart")).isEqualTo("nothing");
        rules.reload();
        assertThat(body("/cart")).isEqualTo("nothing");
        assertThat(ask("PUT", "/cart").status()).isEqualTo(201);
        assertThat(body("/cart")).isEqualTo("full");
        commands.state("cart", "empty");
        assertThat(body("/cart")).isEqualTo("nothing");
        assertThatThrownBy(() -> commands.state("", "1")).hasMessageContaining("a state needs a name");
    }

    @Test
    void statesAreTexts() throws Exception {
        Path file = Files.writeString(
                folder.resolve("rules.toml"), "[[rule]]\nname = \"a\"\nblock-list = 404\nwhen = { cart = 1 }\n");

        assertThatThrownBy(() -> set("rules", file.toString()))
                .hasMessageContaining("when takes a table of names and texts, such as { cart = \"full\" }");
    }
}

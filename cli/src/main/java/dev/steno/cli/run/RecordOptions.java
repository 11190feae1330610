package dev.steno.cli.run;

import dev.steno.option.ByteSize;
import dev.steno.option.Opt;
import dev.steno.session.OnStoreFailure;
import dev.steno.session.TextIndexing;
import dev.steno.store.Durability;
import java.util.Optional;

/** How safe the record is, what happens when it cannot be kept, and how it is searched. */
record RecordOptions(
        @Opt(
                help =
                        "What the record survives: process, the death of Steno; power, that of the machine too; strict, as"
                                + " power, and a client has a whole response only after its flow is kept.",
                defaultValue = "process")
        Durability durability,

        @Opt(
                help =
                        "What happens while the session cannot be written: stop, new requests are answered with 503; pass,"
                                + " all traffic passes and what is not recorded is counted.",
                defaultValue = "stop")
        OnStoreFailure onStoreFailure,

        @Opt(
                help = "Whether the texts of URLs, headers and bodies are indexed, so that searches for them are quick;"
                        + " off, flows are searched one by one.",
                defaultValue = "on")
        TextIndexing textIndex,

        @Opt(
                help =
                        "How many bytes of each body are recorded, such as 1mb; the rest passes, and its size is recorded."
                                + " All of them by default.")
        Optional<ByteSize> bodyLimit) {}

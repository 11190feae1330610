package dev.steno.cli.option;

import dev.steno.option.ByteSize;
import dev.steno.option.Opt;
import dev.steno.session.OnStoreFailure;
import dev.steno.session.TextIndexing;
import dev.steno.store.Durability;
import java.util.Optional;

/** Options on the record: its durability, failures of the store, the text index and the bound on bodies. */
public record RecordOptions(
        @Opt(
                help = "What the record survives: process, a crash of Steno; power, a crash or power failure of the "
                        + "machine as well; strict, as power, and a client gets the end of a response only after its flow "
                        + "is durable; shared, as strict, and the shared store of --ship has the flow too.",
                defaultValue = "process")
        Durability durability,

        @Opt(
                help = "What happens while the session cannot be written: stop, new requests are answered with 503; "
                        + "pass, all traffic is forwarded and unrecorded flows are counted. With --durability shared, also "
                        + "once the shared store is away for 30 s, until when responses wait.",
                defaultValue = "stop")
        OnStoreFailure onStoreFailure,

        @Opt(
                help =
                        "Whether URLs, headers and bodies are indexed, which makes text searches fast; if off, flows are "
                                + "searched one by one.",
                defaultValue = "on")
        TextIndexing textIndex,

        @Opt(
                help = "How many bytes of each body are recorded, such as 1mb; the rest is forwarded, and its size is "
                        + "recorded. No limit by default.",
                live = true)
        Optional<ByteSize> bodyLimit) {}

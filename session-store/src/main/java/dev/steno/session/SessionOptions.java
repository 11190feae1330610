package dev.steno.session;

import dev.steno.option.Opt;

/** How a session is kept. */
public record SessionOptions(
        @Opt(
                help = "Indexes the texts of URLs, headers and bodies, so that searches for them are quick.",
                defaultValue = "true")
        boolean textIndex) {}

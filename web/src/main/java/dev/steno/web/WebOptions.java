package dev.steno.web;

import dev.steno.option.Opt;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Options on how the API of a running Steno is reached. */
public record WebOptions(
        @Opt(
                help =
                        "Where the API listens; 127.0.0.1 if only a port is given, and the next free port if the default "
                                + "is taken. off for no API.",
                defaultValue = "127.0.0.1:8081")
        WebAddress web,

        @Opt(help = "A further name by which clients may call the API; repeat it for more.", metavar = "NAME")
        List<String> webHost,

        @Opt(help = "Accepts requests to the API that came through a reverse proxy, as their fields say.")
        boolean webBehindProxy,

        @Opt(help = "Opens the web interface in the system's browser; without a display, a message says so.")
        boolean open,

        @Opt(
                help =
                        "A folder whose files the user interface may name in commands; without it, none. Programs on this "
                                + "machine that have the token may name any.",
                metavar = "DIR")
        Optional<Path> webFiles,

        @Opt(
                help = "A descriptor set that names the fields of gRPC messages in the user interfaces, as protoc "
                        + "--include_imports --descriptor_set_out=FILE writes it; repeat it for more.",
                metavar = "FILE")
        List<Path> proto) {}

package dev.steno.command;

import java.util.List;

/** Declarations that the registry must refuse. */
final class WrongCommands {
    private WrongCommands() {}

    static final class NoArg {
        @Command(name = "a.b", help = "x")
        void run(String bare) {}
    }

    static final class NoType {
        @Command(name = "a.b", help = "x")
        void run(@Arg(help = "x") Thread thread) {}
    }

    static final class NoResult {
        @Command(name = "a.b", help = "x")
        Thread run() {
            return Thread.currentThread();
        }
    }

    static final class ListFirst {
        @Command(name = "a.b", help = "x")
        void run(@Arg(help = "x") List<String> all, @Arg(help = "x", defaultValue = "1") int more) {}
    }

    static final class OptionalFirst {
        @Command(name = "a.b", help = "x")
        void run(@Arg(help = "x", defaultValue = "1") int first, @Arg(help = "x") int second) {}
    }

    static final class BadName {
        @Command(name = "A b", help = "x")
        void run() {}
    }

    static final class BadDefault {
        @Command(name = "a.b", help = "x")
        void run(@Arg(help = "x", defaultValue = "one") int number) {}
    }

    static final class GoodThenBad {
        @Command(name = "a.a", help = "x")
        void first() {}

        @Command(name = "a.b", help = "x")
        void second(String bare) {}
    }
}

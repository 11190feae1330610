package dev.steno.cli.tool;

import dev.steno.cli.command.Failure;
import dev.steno.content.schema.ProtoSchema;
import dev.steno.look.SchemaFiles;
import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/** The option {@code --proto} of subcommands that show bodies. Stateless. */
public final class SchemaOption {
    private static final String NAME = "--proto";

    private SchemaOption() {}

    /** Adds the option. */
    public static void describe(CommandSpec spec) {
        spec.addOption(OptionSpec.builder(NAME)
                .paramLabel("FILE")
                .type(String.class)
                .description("A descriptor set that names the fields of gRPC messages, as protoc --include_imports "
                        + "--descriptor_set_out=FILE writes it.")
                .build());
    }

    /**
     * Reads the schema that the call names; none if it names none.
     *
     * @throws Failure if there is no such file, or it is no descriptor set
     */
    public static ProtoSchema schema(ParseResult call) {
        String file = call.matchedOptionValue(NAME, null);
        if (file == null) {
            return ProtoSchema.NONE;
        }
        try {
            return SchemaFiles.read(List.of(Path.of(file)));
        } catch (NoSuchFileException | InvalidPathException e) {
            throw Failure.usage(NAME + ": there is no file " + file);
        } catch (IOException e) {
            throw Failure.because(String.valueOf(e.getMessage()));
        }
    }
}

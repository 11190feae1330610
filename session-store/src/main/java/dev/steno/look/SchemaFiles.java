package dev.steno.look;

import dev.steno.content.schema.ProtoSchema;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Reads the descriptor sets that a person names. Stateless. */
public final class SchemaFiles {
    private static final long LARGEST = 64L << 20;

    private SchemaFiles() {}

    /**
     * Reads descriptor sets.
     *
     * @throws IOException if a file cannot be read, or is none; the message names it
     */
    public static ProtoSchema read(List<Path> files) throws IOException {
        List<byte[]> sets = new ArrayList<>();
        for (Path file : files) {
            byte[] set = Files.size(file) > LARGEST ? new byte[0] : Files.readAllBytes(file);
            if (ProtoSchema.parse(List.of(set)) == null) {
                throw new IOException(file + " is not a descriptor set: protoc --include_imports"
                        + " --descriptor_set_out=FILE writes one from .proto files");
            }
            sets.add(set);
        }
        ProtoSchema schema = ProtoSchema.parse(sets);
        return schema == null ? ProtoSchema.NONE : schema;
    }
}

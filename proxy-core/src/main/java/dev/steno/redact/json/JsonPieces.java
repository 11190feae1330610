package dev.steno.redact.json;

/**
 * Redacts values of JSON in pieces: decides whether the text is JSON at all, writes the values that are replaced, and passes on
 * a piece without any as it is. What a value is that is replaced, the kinds of transforms find. For one text and one thread.
 */
abstract class JsonPieces extends PieceTransform {
    private final JsonSecret secret;
    private boolean unknown; // whether the text is JSON is still to be seen
    private boolean passes; // it is not
    private int copied; // up to here the piece is written

    /** @param isJson whether the text is known to be JSON, or to contain it; otherwise its first character decides */
    JsonPieces(JsonTokenMaker with, boolean isJson) {
        this.secret = new JsonSecret(with);
        this.unknown = !isJson;
    }

    /**
     * Takes bytes of JSON that are not in a secret value; returns the position behind them, which is the end of the piece, or
     * where {@link #beginSecret} was called.
     */
    abstract int search(byte[] piece, int from);

    /** A piece was taken. Not called once the text is known not to be JSON. */
    void ended(byte[] piece) {}

    @Override
    protected final void take(byte[] piece) {
        int at = 0;
        copied = 0;
        if (unknown) {
            at = JsonBegin.find(piece);
            unknown = at == piece.length;
            passes = !unknown && !JsonBegin.isJson(piece[at]);
        }
        while (!passes && at < piece.length) {
            at = secret.isOpen() ? inSecret(piece, at) : search(piece, at);
        }
        if (!secret.isOpen()) {
            if (copied == 0) {
                pass(piece);
            } else {
                out.write(piece, copied, piece.length - copied);
            }
        }
        if (!passes) {
            ended(piece);
        }
    }

    /** A value that is replaced begins at a position of the piece. */
    final void beginSecret(int rule, byte[] piece, int at) {
        out.write(piece, copied, at - copied);
        copied = at;
        secret.begin(rule, piece[at]);
    }

    private int inSecret(byte[] piece, int from) {
        int end = secret.take(piece, from);
        if (end < 0) {
            return piece.length;
        }
        writeText(secret.end());
        copied = end;
        return end;
    }

    @Override
    public final void end() {
        if (secret.isOpen()) {
            writeText(secret.end());
        }
    }
}

package dev.steno.edit;

import dev.steno.addon.FlowActionException;
import dev.steno.addon.FlowActionException.Reason;
import dev.steno.flow.Headers;
import dev.steno.redact.HiddenValues;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Operations on a message that was shown redacted: values take the places of their tokens, so that no token is sent. Pure
 * functions.
 */
final class EditTokens {
    private EditTokens() {}

    /** @throws FlowActionException if a token stands for nothing in the message */
    static List<EditOp> restored(List<EditOp> operations, HiddenValues hidden) {
        try {
            return operations.stream().map(each -> restored(each, hidden)).toList();
        } catch (IllegalArgumentException e) {
            throw new FlowActionException(Reason.INVALID, String.valueOf(e.getMessage()));
        }
    }

    private static EditOp restored(EditOp operation, HiddenValues hidden) {
        if (operation instanceof EditOp.Url url) {
            return new EditOp.Url(hidden.restore(url.value()), url.keepHost());
        }
        if (operation instanceof EditOp.Reason reason) {
            return new EditOp.Reason(hidden.restore(reason.value()));
        }
        if (operation instanceof EditOp.HeaderSet set) {
            return new EditOp.HeaderSet(set.name(), hidden.restore(set.value()), set.index());
        }
        if (operation instanceof EditOp.HeaderAdd add) {
            return new EditOp.HeaderAdd(add.name(), hidden.restore(add.value()), add.index());
        }
        if (operation instanceof EditOp.HeaderFields fields) {
            return new EditOp.HeaderFields(restored(fields.value(), hidden));
        }
        if (operation instanceof EditOp.TrailerSet trailer) {
            return new EditOp.TrailerSet(trailer.name(), hidden.restore(trailer.value()));
        }
        if (operation instanceof EditOp.NewBody body) {
            return new EditOp.NewBody(
                    restored(body.text(), hidden),
                    body.bytes() == null ? null : hidden.restore(body.bytes()),
                    body.encoded());
        }
        return operation instanceof EditOp.Raw raw ? new EditOp.Raw(hidden.restore(raw.value())) : operation;
    }

    private static @Nullable String restored(@Nullable String text, HiddenValues hidden) {
        return text == null ? null : hidden.restore(text);
    }

    private static Headers restored(Headers fields, HiddenValues hidden) {
        List<String> pairs = new ArrayList<>(2 * fields.size());
        for (int i = 0; i < fields.size(); i++) {
            pairs.add(fields.name(i));
            pairs.add(hidden.restore(fields.value(i)));
        }
        return Headers.of(pairs.toArray(new String[0]));
    }
}

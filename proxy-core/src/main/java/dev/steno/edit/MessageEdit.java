package dev.steno.edit;

import static dev.steno.edit.FieldRules.invalid;

import dev.steno.addon.FlowActionException;
import dev.steno.edit.EditOp.HeaderAdd;
import dev.steno.edit.EditOp.HeaderFields;
import dev.steno.edit.EditOp.HeaderRemove;
import dev.steno.edit.EditOp.HeaderSet;
import dev.steno.edit.EditOp.Method;
import dev.steno.edit.EditOp.NewBody;
import dev.steno.edit.EditOp.Raw;
import dev.steno.edit.EditOp.Reason;
import dev.steno.edit.EditOp.Status;
import dev.steno.edit.EditOp.StoredBody;
import dev.steno.edit.EditOp.TrailerRemove;
import dev.steno.edit.EditOp.TrailerSet;
import dev.steno.edit.EditOp.Url;
import dev.steno.edit.EditedMessage.OfRequest;
import dev.steno.edit.EditedMessage.OfResponse;
import dev.steno.flow.HttpFlow;
import dev.steno.flow.Tokens;
import dev.steno.text.Printable;
import dev.steno.text.StatusPhrase;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Applies operations to a message of a flow: all of them, or none. What follows from an operation is changed with it: Host
 * and {@code :authority} follow the URL, Content-Length the body, pseudo-header fields what they repeat; a body is encoded
 * with the content codings of its message. What cannot follow, such as a digest, is noted on the flow under {@link
 * dev.steno.flow.Notes#EDIT}.
 */
public final class MessageEdit {
    private EditedMessage message;
    private @Nullable NewBody body;
    private @Nullable StoredBody stored;

    private MessageEdit(EditedMessage message) {
        this.message = message;
    }

    /**
     * Returns the flow with the changed message, at the same revision.
     *
     * @param flow the message's body inline if it is to be kept or replaced as text
     * @return the same object if nothing changes. A new body is inline, whatever its size
     * @throws FlowActionException if an operation does not fit the message; the message says why
     */
    public static HttpFlow apply(List<EditOp> operations, HttpFlow flow, MessagePart part) {
        EditedMessage before = EditedMessage.of(flow, part);
        MessageEdit edit = new MessageEdit(before);
        operations.forEach(edit::take);
        EditedMessage after =
                edit.stored == null ? edit.message : BodyEdit.withStored(before, edit.message, edit.stored);
        return BodyEdit.finish(before, after, edit.body);
    }

    private void take(EditOp op) {
        if (op instanceof NewBody next) {
            body = next;
        } else if (op instanceof StoredBody next) {
            stored = next;
        } else if (op instanceof Raw raw) {
            RawText.read(raw.value(), message).forEach(this::take);
        } else if (op instanceof Method || op instanceof Url) {
            takeOfRequest(op);
        } else if (op instanceof Status || op instanceof Reason) {
            takeOfResponse(op);
        } else {
            takeFields(op);
        }
    }

    private void takeOfRequest(EditOp op) {
        if (!(message instanceof OfRequest request)) {
            throw invalid("a response has neither a method nor a URL; the request was sent already");
        }
        if (op instanceof Method method) {
            if (!Tokens.isToken(method.value())) {
                throw invalid("\"" + Printable.line(method.value()) + "\" is not a method");
            }
            message = request.withMethod(method.value());
        } else if (op instanceof Url url) {
            message = request.to(url.value(), url.keepHost());
        }
    }

    private void takeOfResponse(EditOp op) {
        if (!(message instanceof OfResponse response)) {
            throw invalid("a request has neither a status nor a reason; answer the request instead");
        }
        int status = response.response().status();
        String reason = response.response().reason();
        if (op instanceof Status next) {
            int code = next.value();
            if (code < 200 || code > 999) {
                throw invalid("the status is " + code + "; a final response has one from 200 to 999");
            }
            if (status == 101 && code != 101) {
                throw invalid("a 101 response begins another protocol; its status cannot be changed");
            }
            message =
                    response.withStatus(code, code == status || reason.isEmpty() ? reason : StatusPhrase.of(code, ""));
        } else if (op instanceof Reason next) {
            FieldRules.checkText("the reason", next.value());
            message = response.withStatus(status, next.value());
        }
    }

    private void takeFields(EditOp op) {
        if (op instanceof HeaderSet set) {
            message = FieldEdit.set(message, set);
        } else if (op instanceof HeaderAdd add) {
            message = FieldEdit.add(message, add);
        } else if (op instanceof HeaderRemove remove) {
            message = FieldEdit.remove(message, remove);
        } else if (op instanceof HeaderFields fields) {
            message = FieldEdit.replaceAll(message, fields.value());
        } else if (op instanceof TrailerSet set) {
            message = FieldEdit.setTrailer(message, set);
        } else if (op instanceof TrailerRemove remove) {
            message = FieldEdit.removeTrailer(message, remove.name());
        }
    }
}

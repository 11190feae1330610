package dev.steno.view.command;

import dev.steno.addon.FlowActionException;
import dev.steno.edit.EditOp;
import dev.steno.json.EditJson;
import dev.steno.json.EditText;
import dev.steno.option.ValueException;
import dev.steno.option.ValueType;
import java.util.List;

/** The short form of operations on a message, as arguments of commands. Any thread. */
final class EditOpType implements ValueType<EditOp> {
    @Override
    public String name() {
        return "edit";
    }

    @Override
    public String accepted() {
        return EditText.ACCEPTED;
    }

    @Override
    public EditOp parse(String text) {
        try {
            return EditJson.operations(List.of(EditText.operation(text))).get(0);
        } catch (FlowActionException e) {
            throw new ValueException(text, "is not a change (" + e.getMessage() + ")", accepted());
        }
    }

    @Override
    public String print(EditOp operation) {
        return operation.toString();
    }

    @Override
    public List<String> complete(String prefix) {
        return EditText.NAMES.stream()
                .map(name -> name + "=")
                .filter(name -> name.startsWith(prefix))
                .toList();
    }
}

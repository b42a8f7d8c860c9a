package io.multiraft.operator.plan;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.api.model.Quantity;

/** Whether an object still says what we want it to, whatever the server has added to it. */
public final class Drift {

    private Drift() {}

    /** Every field of the wanted object is in the actual one, with the same value. */
    public static boolean covers(JsonNode actual, JsonNode wanted) {
        if (wanted.isNull() || wanted.isContainerNode() && wanted.isEmpty()) {
            // The server leaves out what is empty.
            return true;
        } else if (wanted.isObject()) {
            return wanted.properties().stream()
                    .allMatch(
                            field ->
                                    actual.has(field.getKey())
                                            ? covers(actual.get(field.getKey()), field.getValue())
                                            : isEmpty(field.getValue()));
        } else if (wanted.isArray()) {
            return coversAll(actual, wanted);
        }
        return wanted.equals(actual) || sameQuantity(wanted.asText(), actual.asText());
    }

    private static boolean coversAll(JsonNode actual, JsonNode wanted) {
        if (!actual.isArray() || actual.size() != wanted.size()) {
            return false;
        }
        for (int i = 0; i < wanted.size(); i++) {
            if (!covers(actual.get(i), wanted.get(i))) {
                return false;
            }
        }
        return true;
    }

    private static boolean isEmpty(JsonNode wanted) {
        return wanted.isNull() || wanted.isContainerNode() && wanted.isEmpty();
    }

    /** The server writes 0.5 CPU as 500m. */
    private static boolean sameQuantity(String wanted, String actual) {
        try {
            return Quantity.parse(wanted)
                            .getNumericalAmount()
                            .compareTo(Quantity.parse(actual).getNumericalAmount())
                    == 0;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }
}

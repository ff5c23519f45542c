package dev.podproof.reference.api.schema;

import java.util.Map;

/** The type of a field. */
public sealed interface Schema {

    /** An object with known fields. It is made before its fields are known, as types can contain themselves. */
    final class Fields implements Schema {

        private final String name;
        private Map<String, Schema> fields = Map.of();
        private Map<String, String> idle = Map.of();

        Fields(String name) {
            this.name = name;
        }

        void complete(Map<String, Schema> all, Map<String, String> idleOnes) {
            fields = all;
            idle = idleOnes;
        }

        /** Whether a field is kept with such a value, but nothing acts on it. */
        public boolean isIdle(String field, String value) {
            var idleValue = idle.get(field);
            return idleValue != null && (idleValue.isEmpty() || idleValue.equals(value));
        }

        /** The type's name, as in {@code PodSpec}. */
        public String name() {
            return name;
        }

        /** The fields by their names, in the order in which the model declares them. */
        public Map<String, Schema> fields() {
            return fields;
        }
    }

    /** A list. */
    record ListOf(Schema element) implements Schema {}

    /** An object whose fields are names that the user chooses. */
    record MapOf(Schema value) implements Schema {}

    /** A single value. */
    enum Value implements Schema {
        STRING("a string"),
        INT32("an integer"),
        INT64("an integer"),
        NUMBER("a number"),
        BOOLEAN("true or false"),
        /** As in {@code 500m} or {@code 2}. */
        QUANTITY("a quantity"),
        INT_OR_STRING("an integer or a string"),
        /** With six digits behind the seconds, as Kubernetes' own clients insist on. */
        MICRO_TIME("a time such as 2026-01-31T12:00:00.000000Z"),
        /** Anything at all. */
        ANY("anything");

        private final String text;

        Value(String text) {
            this.text = text;
        }

        String text() {
            return text;
        }
    }
}

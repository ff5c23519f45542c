package dev.podproof.reference.apiserver;

import dev.podproof.reference.api.schema.Schema;
import dev.podproof.reference.api.schema.Schemas;

/**
 * What a body has to be: a kind, and the fields that it has.
 *
 * @param model the client library's class, from which the known fields are derived
 */
record Form(String apiVersion, String kind, Class<?> model) {

    private static final Schemas SCHEMAS = new Schemas();

    /** The fields. The first time takes a moment, as they are read off the model class. */
    Schema.Fields schema() {
        return SCHEMAS.of(model);
    }

    /** The version without its group, as messages name it. */
    String version() {
        return apiVersion.substring(apiVersion.indexOf('/') + 1);
    }
}

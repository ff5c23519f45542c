package dev.podproof.reference.apiserver;

import dev.podproof.reference.api.ApiException.Subject;
import dev.podproof.reference.api.kinds.Rules;
import dev.podproof.reference.apiserver.cache.Entry;
import dev.podproof.reference.apiserver.openapi.Resource;
import dev.podproof.reference.apiserver.render.Shown;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A kind that is served: a row of the table {@link Kinds}.
 *
 * @param group the API group, empty for the core
 * @param shortNames what kubectl users type
 * @param verbs what can be done; a kind that can only be created is not kept
 * @param subresources what is served below an object
 * @param model the client library's class, from which the known fields are derived
 */
record Kind(
        String group,
        String version,
        String name,
        String plural,
        List<String> shortNames,
        boolean namespaced,
        Set<String> verbs,
        Set<String> subresources,
        Class<?> model,
        Rules rules) {

    /** The plural with its group, as in messages, and as the shelf on which objects are kept. */
    String resource() {
        return group.isEmpty() ? plural : plural + "." + group;
    }

    String apiVersion() {
        return group.isEmpty() ? version : group + "/" + version;
    }

    /** What its objects have to be. */
    Form form() {
        return new Form(apiVersion(), name, model);
    }

    /** What renderings have to know. */
    Shown shown() {
        return new Shown(name, apiVersion());
    }

    /** What OpenAPI has to know. */
    Resource described() {
        return new Resource(group, version, name, plural, namespaced, verbs, form()::schema);
    }

    /** Which object a message is about, by its resource. */
    Subject subject(String objectName) {
        return new Subject(group, plural, objectName);
    }

    /** Which object a message about its content is about, by its kind. */
    Subject contentSubject(String objectName) {
        return new Subject(group, name, objectName);
    }

    /** Where an object stands on its shelf. */
    String key(String namespace, String objectName) {
        return namespaced ? namespace + "/" + objectName : objectName;
    }

    /** The fields by which an object can be selected. Of most kinds these are its names, for which it need not be read. */
    Map<String, String> fields(Entry entry) {
        return rules.selectable().isEmpty()
                ? Map.of("metadata.name", entry.name(), "metadata.namespace", entry.namespace())
                : rules.fields(entry.document());
    }

    String singular() {
        return name.toLowerCase(java.util.Locale.ROOT);
    }
}

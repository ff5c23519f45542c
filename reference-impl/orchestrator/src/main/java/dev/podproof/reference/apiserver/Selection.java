package dev.podproof.reference.apiserver;

import dev.podproof.reference.api.FieldSelector;
import dev.podproof.reference.api.LabelSelector;
import dev.podproof.reference.apiserver.cache.Entry;
import dev.podproof.reference.apiserver.cache.Interest;
import dev.podproof.reference.apiserver.exchange.Query;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Which objects of a kind a request is about. */
record Selection(LabelSelector labels, FieldSelector fields, Entry.Selectable selectable) {

    /** Reads the selectors of a query; a target with a name selects that name. */
    static Selection of(Target target, Query query) {
        var rules = target.kind().rules();
        Set<String> supported = new HashSet<>(rules.selectable());
        supported.addAll(List.of("metadata.name", "metadata.namespace"));
        var labels = LabelSelector.parse(query.text("labelSelector"));
        var text = query.text("fieldSelector");
        if (!target.name().isEmpty()) {
            var name = "metadata.name=" + target.name();
            text = text.isEmpty() ? name : text + "," + name;
        }
        return new Selection(labels, FieldSelector.parse(text, supported), target.kind()::fields);
    }

    boolean matches(Entry entry) {
        return (labels.isEverything() || labels.matches(entry.labels()))
                && (fields.isEverything() || fields.matches(entry.fields(selectable)));
    }

    /** Whose changes can make a difference to this selection in a namespace. */
    Interest interest(String namespace) {
        return new Interest(
                namespace,
                fields.required().map(term -> new Interest.Field(term.getKey(), term.getValue(), selectable)));
    }

    boolean isEverything() {
        return labels.isEverything() && fields.isEverything();
    }
}

package dev.podproof.reference.faults;

import dev.podproof.reference.apiserver.exchange.Query;
import dev.podproof.reference.apiserver.exchange.Request;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import javax.security.auth.x500.X500Principal;

/**
 * What a request is about, as far as a fault wants to know.
 *
 * @param resource as in {@code pods}; empty if it is about none
 * @param subresource as in {@code status}; empty if there is none
 */
record Asked(Who who, String method, String namespace, String resource, String name, String subresource) {

    /** Who asks. */
    enum Who {
        NODE,
        MASTER,
        USER
    }

    static Asked of(Request request) {
        List<String> parts = Arrays.stream(request.path().split("/"))
                .filter(part -> !part.isEmpty())
                .toList();
        int start = parts.isEmpty() || !parts.get(0).startsWith("api")
                ? parts.size()
                : parts.get(0).equals("api") ? 2 : 3;
        String namespace = "";
        if (parts.size() > start + 2 && parts.get(start).equals("namespaces")) {
            namespace = parts.get(start + 1);
            start += 2;
        }
        return new Asked(
                who(request),
                request.method(),
                namespace,
                at(parts, start),
                at(parts, start + 1),
                at(parts, start + 2));
    }

    boolean isFor(String wanted) {
        return resource.equals(wanted);
    }

    /** A write of a whole object or of a part of it. */
    boolean isChange() {
        return method.equals("PUT") || method.equals("PATCH");
    }

    private static String at(List<String> parts, int index) {
        return index < parts.size() ? parts.get(index) : "";
    }

    private static Who who(Request request) {
        String subject = request.certificate().map(X500Principal::getName).orElse("");
        if (subject.contains("system:node:")) {
            return Who.NODE;
        }
        return subject.contains("system:podproof-master") ? Who.MASTER : Who.USER;
    }

    static Request withBody(Request request, byte[] body) {
        return new Request(
                request.method(),
                request.path(),
                request.rawQuery(),
                request.query(),
                request.headers(),
                body,
                request.certificate(),
                request.upgrade());
    }

    static Request withMethod(Request request, String method) {
        return new Request(
                method,
                request.path(),
                request.rawQuery(),
                request.query(),
                request.headers(),
                request.body(),
                request.certificate(),
                request.upgrade());
    }

    static Request withPath(Request request, String path) {
        return new Request(
                request.method(),
                path,
                request.rawQuery(),
                request.query(),
                request.headers(),
                request.body(),
                request.certificate(),
                request.upgrade());
    }

    static Request withQuery(Request request, String raw) {
        return new Request(
                request.method(),
                request.path(),
                raw,
                Query.parse(raw),
                request.headers(),
                request.body(),
                request.certificate(),
                request.upgrade());
    }

    /** The same, asked by who may say anything of anybody. */
    static Request byMaster(Request request) {
        return new Request(
                request.method(),
                request.path(),
                request.rawQuery(),
                request.query(),
                request.headers(),
                request.body(),
                Optional.of(new X500Principal("CN=system:podproof-master,O=system:masters")),
                request.upgrade());
    }
}

package dev.podproof.conformance.probe;

import dev.podproof.conformance.MissingNeed;
import java.net.URI;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentSkipListSet;

/**
 * The rights that requests take, as an API server that authorizes them reads them off their method and path: {@code create pods/exec}, {@code get
 * /version}. Every client of the suite says here what it asks for, so that a test can hold docs/rights.md against it.
 */
public final class Rights {
    private static final Set<String> USED = new ConcurrentSkipListSet<>();

    private Rights() {}

    /** Rights that requests of this process have taken so far. */
    public static Set<String> used() {
        return new TreeSet<>(USED);
    }

    /** That the account of the run may not do this. */
    static MissingNeed lacking(String right) {
        return new MissingNeed(
                "rights",
                "the account of this run may not " + right
                        + "; docs/rights.md has the role that gives it what the suite uses");
    }

    /** Says that such a request goes out. */
    public static void use(String method, URI uri) {
        USED.add(of(method, uri));
    }

    /** A verb, and a resource with its group behind a dot, or a path. */
    static String of(String method, URI uri) {
        String[] parts = uri.getPath().substring(1).split("/", -1);
        boolean core = parts[0].equals("api");
        int at = core ? 2 : 3;
        if (!(core || parts[0].equals("apis")) || parts.length <= at) {
            return method.toLowerCase(Locale.ROOT) + " " + uri.getPath();
        }
        String group = core ? "" : "." + parts[1];
        // namespaces/NAME is a namespace; namespaces/NAME/RESOURCE is in it.
        if (parts[at].equals("namespaces") && parts.length > at + 2) {
            at += 2;
        }
        boolean named = parts.length > at + 1;
        String resource = parts[at] + (parts.length > at + 2 ? "/" + parts[at + 2] : "") + group;
        return verb(method, named, uri) + " " + resource;
    }

    private static String verb(String method, boolean named, URI uri) {
        return switch (method) {
            case "GET" -> named ? "get" : isWatch(uri) ? "watch" : "list";
            case "POST" -> "create";
            case "PUT" -> "update";
            case "DELETE" -> named ? "delete" : "deletecollection";
            default -> method.toLowerCase(Locale.ROOT);
        };
    }

    private static boolean isWatch(URI uri) {
        return uri.getQuery() != null && uri.getQuery().matches("(.*&)?watch=(true|1)(&.*)?");
    }
}

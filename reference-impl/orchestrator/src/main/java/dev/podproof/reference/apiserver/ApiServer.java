package dev.podproof.reference.apiserver;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.podproof.reference.apiserver.allocation.AddressPool;
import dev.podproof.reference.apiserver.cache.Cache;
import dev.podproof.reference.apiserver.exchange.Budget;
import dev.podproof.reference.apiserver.exchange.Drift;
import dev.podproof.reference.apiserver.exchange.Handler;
import dev.podproof.reference.apiserver.exchange.Holdings;
import dev.podproof.reference.apiserver.exchange.Limits;
import dev.podproof.reference.apiserver.exchange.StreamLimits;
import dev.podproof.reference.apiserver.http.HttpFace;
import dev.podproof.reference.apiserver.openapi.OpenApi;
import dev.podproof.reference.apiserver.render.Renderings;
import dev.podproof.reference.security.Authenticator;
import dev.podproof.reference.security.Entrance;
import dev.podproof.reference.security.Identity;
import dev.podproof.reference.store.Store;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.UnaryOperator;

/**
 * The API server: start it, and Kubernetes' clients can talk to it.
 *
 * <p>It keeps nothing but what is in its store, which it closes with itself.
 */
public final class ApiServer implements AutoCloseable {

    /** Of what may be stored, so much is left to nodes' events. */
    private static final int SHARE_OF_EVENTS = 4;

    private final ApiServerOptions options;
    private final Limits limits;
    private final Store store;
    private final UnaryOperator<Handler> entrance;
    private final ScheduledExecutorService timer =
            Executors.newSingleThreadScheduledExecutor(task -> daemon(task, "apiserver-timer"));
    private final Workers workers = new Workers();
    private Cache cache;
    private Budget requests;
    private Budget watches;
    private ServiceAllocation services;
    private HttpFace face;

    /** @param store where the state lives; closed with this server */
    public ApiServer(ApiServerOptions options, Store store) {
        this(options, store, Limits.USUAL, UnaryOperator.identity());
    }

    /** A server with limits of its own. */
    public ApiServer(ApiServerOptions options, Store store, Limits limits) {
        this(options, store, limits, UnaryOperator.identity());
    }

    /** @param entrance what requests come to, given what they would come to otherwise */
    public ApiServer(ApiServerOptions options, Store store, Limits limits, UnaryOperator<Handler> entrance) {
        this.entrance = entrance;
        this.limits = limits;
        this.options = options;
        this.store = store;
    }

    /**
     * Serves from now on.
     *
     * @throws UncheckedIOException if a file of the secrets is missing or the port cannot be had
     */
    public void start() {
        var kinds = new Kinds();
        var room = limits.room();
        cache = new Cache(store, kinds.shelves(), room.history());
        var quota = new Quota(cache::bytes, room.stored(), new MemoryGauge(timer));
        var objects = new Objects(store, cache, quota, workers, room.object());
        requests = new Budget("bytes of requests", room.requests(), room.requestsOfOne());
        watches = new Budget("watches", room.watches(), room.watchesOfOne());
        var metadata = new Metadata(options.clock());
        var addresses = new AddressPool(options.ranges().services().toString());
        services = new ServiceAllocation(addresses, objects.shelf(kinds.named("services")));
        // The first object of a kind would wait for its schema.
        timer.execute(() -> kinds.all().forEach(kind -> kind.form().schema()));
        var admission = new Admission(objects, kinds, services);
        var restriction = new NodeRestriction(
                new NodeAddresses(objects, kinds, options.ranges(), options.hostsBringSubnets()),
                objects.shelf(kinds.named("events"))::bytes,
                room.stored() / SHARE_OF_EVENTS);
        var create = new Create(objects, metadata, admission, restriction);
        var joined = new JoinedHosts(objects);
        var authenticator = Authenticator.ofTokenFile(new String(secret("tokens.csv"), UTF_8), joined);
        var openApi = new OpenApi(kinds.all().stream().map(Kind::described).toList());
        var watch = new WatchObjects(objects, new Renderings(options.clock()), timer, watches);
        var unusedAsItEndsWithTheCache = joined.onChange(host -> watch.end(Identity.NODE_PREFIX + host));
        var verbs = new Verbs(verbs(kinds, objects, metadata, admission, restriction, create, watch));
        var front = new Front(
                authenticator,
                new Router(kinds),
                new OpenPaths(),
                new Joining(entrance(), joined, objects, kinds),
                new Discovery(kinds, openApi),
                verbs,
                objects,
                new PodsOfNodes(objects, kinds),
                workers,
                requests,
                room.body());
        face = new HttpFace(
                entrance.apply(front),
                limits,
                StreamLimits.USUAL,
                requests,
                authenticator::isNode,
                new Drift(cache::replaced, room.lag()),
                secret("apiserver.crt"),
                secret("apiserver.key"),
                secret("ca.crt"),
                secret("node-client.crt"),
                secret("node-client.key"));
        face.start(options.listenAddress(), options.port());
        int port = options.advertisedPort() == 0 ? face.port() : options.advertisedPort();
        new Bootstrap(kinds, objects, create, admission).run(addresses.first(), options.advertisedAddress(), port);
        front.open();
    }

    /** What others make it hold now. */
    public Holdings holdings() {
        return new Holdings(
                face.connections(),
                requests.taken(),
                face.answers(),
                face.waiting(),
                watches.taken(),
                cache.bytes(),
                cache.remembered());
    }

    /** The port that it listens on. */
    public int port() {
        return face.port();
    }

    @Override
    public void close() {
        timer.shutdownNow();
        workers.close();
        if (face != null) {
            face.close();
        }
        if (services != null) {
            services.close();
        }
        if (cache != null) {
            cache.close();
        }
        store.close();
    }

    private Map<String, Verb> verbs(
            Kinds kinds,
            Objects objects,
            Metadata metadata,
            Admission admission,
            NodeRestriction restriction,
            Create create,
            WatchObjects watch) {
        var edits = new Edits(metadata, admission, restriction);
        var renderings = new Renderings(options.clock());
        var get = new Get(objects, renderings);
        var update = new Update(objects, edits);
        var patch = new PatchObject(objects, edits);
        var delete = new Delete(objects, metadata);
        var bind = new Bind(objects, kinds, metadata);
        Map<String, Verb> verbs = new HashMap<>();
        verbs.put(":create", create);
        verbs.put(":get", get);
        verbs.put(":list", new ListObjects(objects, renderings));
        verbs.put(":watch", watch);
        verbs.put(":update", update);
        verbs.put(":patch", patch);
        verbs.put(":delete", delete);
        verbs.put(":deletecollection", new DeleteCollection(objects, delete, workers));
        var node = new NodeConnection(objects, kinds);
        for (var subresource : new String[] {"log", "exec", "attach", "portforward"}) {
            verbs.put(subresource + ":get", node);
            verbs.put(subresource + ":create", node);
        }
        var proxy = new Proxy(objects, node, kinds);
        for (var verb : new String[] {"get", "create", "update", "patch", "delete"}) {
            verbs.put("proxy:" + verb, proxy);
        }
        verbs.put("status:get", get);
        verbs.put("status:update", update);
        verbs.put("status:patch", patch);
        verbs.put("finalize:update", update);
        verbs.put("binding:create", bind);
        verbs.put("bindings:create", bind);
        verbs.put("eviction:create", new Evict(delete));
        var scale = new Scale(objects);
        verbs.put("scale:get", scale);
        verbs.put("scale:update", scale);
        verbs.put("scale:patch", scale);
        verbs.put(
                "selfsubjectaccessreviews.authorization.k8s.io:create",
                new ReviewAccess(new PodsOfNodes(objects, kinds)));
        return verbs;
    }

    private Entrance entrance() {
        return Entrance.of(
                new String(secret("ca.crt"), UTF_8),
                new String(secret("ca.key"), UTF_8),
                new String(secret("apiserver.crt"), UTF_8),
                options.clock());
    }

    private byte[] secret(String name) {
        Path file = options.secrets().resolve(name);
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new UncheckedIOException("The API server needs " + file + ", which cannot be read", e);
        }
    }

    private static Thread daemon(Runnable task, String name) {
        var thread = new Thread(task, name);
        thread.setDaemon(true);
        return thread;
    }
}

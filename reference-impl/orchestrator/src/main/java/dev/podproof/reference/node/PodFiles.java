package dev.podproof.reference.node;

import dev.podproof.reference.node.files.Handle;
import dev.podproof.reference.node.files.HostFiles;
import io.fabric8.kubernetes.api.model.HostAlias;
import io.fabric8.kubernetes.api.model.PodDNSConfig;
import io.fabric8.kubernetes.api.model.PodDNSConfigOption;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** {@code /etc/hosts}, {@code /etc/hostname} and {@code /etc/resolv.conf} of a pod, made once and mounted into each of its containers. */
final class PodFiles {
    private static final String CLUSTER_DOMAIN = "cluster.local";
    private static final int LONGEST_HOSTNAME = 63;
    private static final int DIRECTORY = 0755;
    private static final int ALL_MAY_READ = 0644;
    private static final Pattern WORD = Pattern.compile("[^\\s\\p{Cntrl}]+");
    private static final Logger LOG = LoggerFactory.getLogger(PodFiles.class);

    private final NodeOptions options;
    private final Path hostResolver;

    /** @param hostResolver the host's own {@code resolv.conf} */
    PodFiles(NodeOptions options, Path hostResolver) {
        this.options = options;
        this.hostResolver = hostResolver;
    }

    static String hostname(PodView view) {
        String name = Objects.requireNonNullElse(view.spec().getHostname(), view.name());
        String cut = name.substring(0, Math.min(LONGEST_HOSTNAME, name.length()));
        return cut.replaceAll("[-.]+$", "");
    }

    /** Makes the three files, as far as they can be written before the address is known, and gives back their directory. */
    Path prepare(PodView view) {
        Path directory = directory(view);
        try (Handle etc = Handle.made(directory, DIRECTORY)) {
            write(etc, "hostname", hostname(view) + "\n");
            write(etc, "resolv.conf", resolver(view));
            etc.file("hosts", ALL_MAY_READ).close();
        } catch (IOException cause) {
            throw new UncheckedIOException("can't write the pod's files in " + directory, cause);
        }
        return directory;
    }

    /** Writes {@code hosts}, in place: a container may have been made with it. */
    void write(PodView view, String address) {
        Path directory = directory(view);
        try (Handle etc = Handle.made(directory, DIRECTORY)) {
            write(etc, "hosts", view.hostNetwork() ? hostsOfHost(view) : hosts(view, address));
        } catch (IOException cause) {
            throw new UncheckedIOException("can't write hosts in " + directory, cause);
        }
    }

    private static void write(Handle directory, String name, String text) throws IOException {
        try (Handle file = directory.file(name, ALL_MAY_READ)) {
            file.write(text.getBytes(StandardCharsets.UTF_8));
        }
    }

    private Path directory(PodView view) {
        return options.podDirectory(view.uid()).resolve("etc");
    }

    private static String hosts(PodView view, String address) {
        String hostname = hostname(view);
        String subdomain = view.spec().getSubdomain();
        String names = subdomain == null || subdomain.isEmpty()
                ? hostname
                : String.join(".", hostname, subdomain, view.namespace(), "svc", CLUSTER_DOMAIN) + "\t" + hostname;
        return """
                # Made by the host's agent for this pod.
                127.0.0.1\tlocalhost
                ::1\tlocalhost ip6-localhost ip6-loopback
                fe00::0\tip6-localnet
                fe00::0\tip6-mcastprefix
                fe00::1\tip6-allnodes
                fe00::2\tip6-allrouters
                """ + address + "\t" + names + "\n" + aliases(view);
    }

    private static String hostsOfHost(PodView view) throws IOException {
        return HostFiles.text(Path.of("/etc/hosts")) + aliases(view);
    }

    private static String aliases(PodView view) {
        StringBuilder lines = new StringBuilder();
        for (HostAlias alias : list(view.spec().getHostAliases())) {
            List<String> names = words(view, alias.getHostnames());
            words(view, List.of(Objects.requireNonNullElse(alias.getIp(), "")))
                    .forEach(address -> lines.append(address)
                            .append('\t')
                            .append(String.join("\t", names))
                            .append('\n'));
        }
        return lines.toString();
    }

    private String resolver(PodView view) throws IOException {
        Resolver resolver = byPolicy(view);
        PodDNSConfig own = view.spec().getDnsConfig();
        if (own != null) {
            resolver.servers().addAll(words(view, own.getNameservers()));
            resolver.searches().addAll(words(view, own.getSearches()));
            for (PodDNSConfigOption option : list(own.getOptions())) {
                String name = Objects.requireNonNullElse(option.getName(), "");
                String text = option.getValue() == null ? name : name + ":" + option.getValue();
                words(view, List.of(text)).forEach(word -> {
                    resolver.options().removeIf(known -> known.equals(name) || known.startsWith(name + ":"));
                    resolver.options().add(word);
                });
            }
        }
        return resolver.text();
    }

    private Resolver byPolicy(PodView view) throws IOException {
        String policy = Objects.requireNonNullElse(view.spec().getDnsPolicy(), "ClusterFirst");
        boolean cluster =
                policy.equals("ClusterFirstWithHostNet") || (policy.equals("ClusterFirst") && !view.hostNetwork());
        if (policy.equals("None")) {
            return new Resolver();
        }
        Resolver host = Resolver.parse(HostFiles.text(hostResolver).lines().toList());
        if (!cluster) {
            // A resolver on the host's loopback, Docker's own among them, is not there in a pod's network. The
            // cluster's
            // DNS asks it on the pod's behalf.
            if (!view.hostNetwork()) {
                host.servers().removeIf(Resolver::isLoopback);
            }
            if (host.servers().isEmpty()) {
                host.servers().add(options.clusterDns());
            }
            return host;
        }
        Resolver resolver = new Resolver();
        resolver.servers().add(options.clusterDns());
        resolver.searches().add(view.namespace() + ".svc." + CLUSTER_DOMAIN);
        resolver.searches().add("svc." + CLUSTER_DOMAIN);
        resolver.searches().add(CLUSTER_DOMAIN);
        resolver.searches().addAll(host.searches());
        resolver.options().add("ndots:5");
        return resolver;
    }

    /** What can stand in a line of words; the rest would be lines that nobody has asked for. */
    private static List<String> words(PodView view, List<String> values) {
        return list(values).stream()
                .filter(value -> {
                    boolean word = WORD.matcher(value).matches();
                    if (!word) {
                        LOG.warn("pod {}/{}: what is no word is left out of its files", view.namespace(), view.name());
                    }
                    return word;
                })
                .toList();
    }

    private static <T> List<T> list(List<T> values) {
        return values == null ? List.of() : values;
    }

    /** The lines of a {@code resolv.conf}. */
    private record Resolver(Set<String> servers, Set<String> searches, Set<String> options) {
        Resolver() {
            this(new LinkedHashSet<>(), new LinkedHashSet<>(), new LinkedHashSet<>());
        }

        static Resolver parse(List<String> lines) {
            Resolver resolver = new Resolver();
            for (String line : lines) {
                String[] words = line.strip().split("\\s+");
                List<String> values = List.of(words).subList(1, words.length);
                switch (words[0]) {
                    case "nameserver" -> resolver.servers().addAll(values);
                    case "search" -> resolver.searches().addAll(values);
                    case "options" -> resolver.options().addAll(values);
                    default -> {
                        // Comments, and settings that no resolver of today reads.
                    }
                }
            }
            return resolver;
        }

        static boolean isLoopback(String server) {
            return server.startsWith("127.") || server.equals("::1");
        }

        String text() {
            StringBuilder text = new StringBuilder();
            if (!searches.isEmpty()) {
                text.append("search ").append(String.join(" ", searches)).append('\n');
            }
            servers.forEach(server -> text.append("nameserver ").append(server).append('\n'));
            if (!options.isEmpty()) {
                text.append("options ").append(String.join(" ", options)).append('\n');
            }
            return text.toString();
        }
    }
}

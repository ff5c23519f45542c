package dev.podproof.reference.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.HostAlias;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.PodFluent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PodFilesTest {
    @TempDir
    Path data;

    private Path hostResolver;
    private PodFiles files;

    @BeforeEach
    void prepare() throws IOException {
        hostResolver = data.resolve("host-resolv.conf");
        Files.writeString(
                hostResolver,
                "# made by somebody\nnameserver 127.0.0.11\nnameserver 192.0.2.53\nsearch lab\noptions edns0\n");
        NodeOptions options =
                new NodeOptions("host-1", "192.0.2.1", data, "pause", "10.96.0.10", 10250, Duration.ofSeconds(3));
        files = new PodFiles(options, hostResolver);
    }

    @Test
    void asks_the_clusters_dns_for_the_names_of_its_own_namespace_first() throws IOException {
        assertThat(resolver(spec -> spec)).isEqualTo("""
            search shop.svc.cluster.local svc.cluster.local cluster.local lab
            nameserver 10.96.0.10
            options ndots:5
            """);
    }

    @Test
    void a_value_that_would_be_a_line_of_its_own_is_left_out_and_the_others_stay() throws IOException {
        assertThat(resolver(spec -> spec.withNewDnsConfig()
                        .addToNameservers("192.0.2.54", "192.0.2.55\nnameserver 192.0.2.66")
                        .addToSearches("shop.example", "x\nnameserver 192.0.2.66", "\r")
                        .addNewOption("attempts", "2\nnameserver 192.0.2.66")
                        .addNewOption("timeout\nnameserver", "192.0.2.66")
                        .addNewOption("rotate", null)
                        .endDnsConfig()))
                .contains("192.0.2.54", "shop.example", "rotate")
                .doesNotContain("192.0.2.66", "attempts", "\r");
        assertThat(file(
                        "hosts",
                        spec -> spec.withHostAliases(
                                new HostAlias(List.of("good", "x\n192.0.2.66 good"), "192.0.2.7"),
                                new HostAlias(List.of("other"), "192.0.2.8 evil\n192.0.2.66"))))
                .contains("192.0.2.7\tgood\n")
                .doesNotContain("192.0.2.66", "evil");
    }

    @Test
    void leaves_a_resolver_on_the_hosts_loopback_out_of_the_default_policy() throws IOException {
        assertThat(resolver(spec -> spec.withDnsPolicy("Default")))
                .isEqualTo("search lab\nnameserver 192.0.2.53\noptions edns0\n");
    }

    @Test
    void falls_back_to_the_clusters_dns_where_the_host_has_no_other_resolver() throws IOException {
        Files.writeString(hostResolver, "nameserver 127.0.0.11\n");

        assertThat(resolver(spec -> spec.withDnsPolicy("Default"))).isEqualTo("nameserver 10.96.0.10\n");
    }

    @Test
    void a_pod_on_the_hosts_network_asks_whom_the_host_asks_unless_it_wants_the_cluster() throws IOException {
        assertThat(resolver(spec -> spec.withHostNetwork(true))).contains("nameserver 127.0.0.11");
        assertThat(resolver(spec -> spec.withHostNetwork(true).withDnsPolicy("ClusterFirstWithHostNet")))
                .contains("nameserver 10.96.0.10");
    }

    @Test
    void adds_the_pods_own_dns_settings_which_win() throws IOException {
        assertThat(resolver(spec -> spec.withDnsPolicy("None")
                        .withNewDnsConfig()
                        .addToNameservers("192.0.2.9")
                        .addToSearches("example.org")
                        .addNewOption("ndots", "2")
                        .endDnsConfig()))
                .isEqualTo("search example.org\nnameserver 192.0.2.9\noptions ndots:2\n");
        assertThat(resolver(spec ->
                        spec.withNewDnsConfig().addNewOption("ndots", "2").endDnsConfig()))
                .contains("options ndots:2\n")
                .doesNotContain("ndots:5");
    }

    @Test
    void a_pod_knows_itself_and_its_aliases_by_name() throws IOException {
        assertThat(file(
                        "hosts",
                        spec -> spec.withHostname("mail")
                                .withSubdomain("post")
                                .addToHostAliases(new HostAlias(List.of("printer", "fax"), "192.0.2.7"))))
                .contains("127.0.0.1\tlocalhost\n")
                .contains("10.244.1.9\tmail.post.shop.svc.cluster.local\tmail\n")
                .contains("192.0.2.7\tprinter\tfax\n");
        assertThat(file("hostname", spec -> spec.withHostname("mail"))).isEqualTo("mail\n");
    }

    @Test
    void a_long_name_makes_a_host_name_that_is_allowed() throws IOException {
        PodView view = new PodView(
                new PodBuilder()
                        .withNewMetadata()
                        .withName("a".repeat(62) + "-b")
                        .endMetadata()
                        .withNewSpec()
                        .endSpec()
                        .build(),
                List.of());

        assertThat(PodFiles.hostname(view)).isEqualTo("a".repeat(62));
    }

    private String resolver(UnaryOperator<PodFluent<PodBuilder>.SpecNested<PodBuilder>> spec) throws IOException {
        return file("resolv.conf", spec);
    }

    private String file(String name, UnaryOperator<PodFluent<PodBuilder>.SpecNested<PodBuilder>> spec)
            throws IOException {
        PodBuilder builder = new PodBuilder()
                .withNewMetadata()
                .withName("web")
                .withNamespace("shop")
                .withUid("uid")
                .endMetadata();
        PodView view = new PodView(spec.apply(builder.withNewSpec()).endSpec().build(), List.of());
        Path directory = files.prepare(view);
        files.write(view, "10.244.1.9");
        return Files.readString(directory.resolve(name));
    }
}

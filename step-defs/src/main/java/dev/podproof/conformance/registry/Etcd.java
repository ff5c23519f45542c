package dev.podproof.conformance.registry;

import com.fasterxml.jackson.databind.JsonNode;
import dev.podproof.conformance.world.Pod;
import dev.podproof.conformance.world.PodManifest;
import dev.podproof.conformance.world.Shell;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.TreeMap;

/** etcd: keys that last as long as a lease is kept alive, over the JSON form of its API (version 3). */
final class Etcd implements Registry {
    private static final String PREFIX = "podproof/";

    private static final String REGISTER = """
            name=$1 etcd=$2
            post() { http POST $etcd 2379 $1 "$2"; }
            while :; do
              if ! post /v3/lease/keepalive "{\\"ID\\":\\"${lease:-1}\\"}" | grep -q '"TTL":"'; then
                lease=$(post /v3/lease/grant '{"TTL":"5"}' | sed -n 's/.*"ID":"\\([0-9]*\\)".*/\\1/p')
                post /v3/kv/put "{\\"key\\":\\"$(printf podproof/$name | base64)\\",\\"value\\":\\"$(printf $POD_IP | base64)\\",\\"lease\\":\\"$lease\\"}"
              fi
              sleep 1
            done
            """;

    @Override
    public String need() {
        return "image-etcd";
    }

    @Override
    public int port() {
        return 2379;
    }

    @Override
    public PodManifest server(String name, String image) {
        return PodManifest.of(name, """
                containers:
                - name: etcd
                  image: %s
                  command: [etcd, --data-dir=/tmp/etcd, "--listen-client-urls=http://0.0.0.0:2379"]
                  args: ["--advertise-client-urls=http://127.0.0.1:2379"]
                """.formatted(image));
    }

    @Override
    public String registering(String pod, String address) {
        return Http.registering(REGISTER, pod, address);
    }

    @Override
    public Found look(Shell shell, Pod from, String address) {
        // All keys that begin with the prefix: up to the one in which its last character is the next (etcd's
        // range_end).
        String range = "{\"key\":\"%s\",\"range_end\":\"%s\"}".formatted(encoded(PREFIX), encoded("podproof0"));
        return Http.ask(shell, from, "POST", address, port(), "/v3/kv/range", range)
                .found(Etcd::addresses);
    }

    private static Map<String, String> addresses(JsonNode document) {
        Map<String, String> addresses = new TreeMap<>();
        document.path("kvs")
                .forEach(pair -> addresses.put(
                        decoded(pair.path("key")).substring(PREFIX.length()), decoded(pair.path("value"))));
        return addresses;
    }

    private static String encoded(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    private static String decoded(JsonNode text) {
        return new String(Base64.getDecoder().decode(text.asText()), StandardCharsets.UTF_8);
    }
}

package dev.podproof.conformance.registry;

import com.fasterxml.jackson.databind.JsonNode;
import dev.podproof.conformance.world.Pod;
import dev.podproof.conformance.world.PodManifest;
import dev.podproof.conformance.world.Shell;
import java.util.Map;
import java.util.TreeMap;

/** Consul: services whose check has to be passed again and again, over its HTTP API. */
final class Consul implements Registry {
    private static final String SERVICE = "podproof";

    private static final String REGISTER = """
            name=$1 consul=$2
            put() { http PUT $consul 8500 $1 "$2"; }
            while :; do
              if ! put /v1/agent/check/pass/service:$name '' | grep -q '^HTTP/1.[01] 200'; then
                put /v1/agent/service/register "{\\"ID\\":\\"$name\\",\\"Name\\":\\"podproof\\",\\"Address\\":\\"$POD_IP\\",\\"Check\\":{\\"TTL\\":\\"5s\\"}}"
              fi
              sleep 1
            done
            """;

    @Override
    public String need() {
        return "image-consul";
    }

    @Override
    public int port() {
        return 8500;
    }

    @Override
    public PodManifest server(String name, String image) {
        return PodManifest.of(name, """
                containers:
                - name: consul
                  image: %s
                  command: [consul, agent, -dev, -client=0.0.0.0]
                """.formatted(image));
    }

    @Override
    public String registering(String pod, String address) {
        return Http.registering(REGISTER, pod, address);
    }

    @Override
    public Found look(Shell shell, Pod from, String address) {
        String path = "/v1/health/service/" + SERVICE + "?passing=true";
        return Http.ask(shell, from, "GET", address, port(), path, "").found(Consul::addresses);
    }

    private static Map<String, String> addresses(JsonNode document) {
        Map<String, String> addresses = new TreeMap<>();
        document.forEach(entry -> addresses.put(
                entry.path("Service").path("ID").asText(),
                entry.path("Service").path("Address").asText()));
        return addresses;
    }
}

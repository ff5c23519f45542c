package dev.podproof.reference.apiserver;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.podproof.reference.testing.InProcessApi;
import dev.podproof.reference.testing.RawApi;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What may be asked of a pod's streams. The pod's host is none that the API knows, so that what makes sense is 404, after everything
 * else was looked at, and nobody is dialled.
 */
class StreamRequestsTest {
    private static final String PODS = "/api/v1/namespaces/default/pods";
    private static final String UNKNOWN_HOST = "nodes \"nowhere\" not found";

    private static final Pattern LENGTH = Pattern.compile("(?i)content-length: (\\d+)");

    private static final RawApi admin = InProcessApi.shared().raw();

    @BeforeAll
    static void pod() {
        admin.post(
                PODS,
                "{'metadata':{'name':'streaming'},'spec':{'nodeName':'nowhere','containers':[{'name':'c','image':'i'}]}}");
    }

    @ParameterizedTest(name = "log?{0} is {1}")
    @CsvSource(delimiter = '|', textBlock = """
                    tailLines=0                               | 404 | nodes "nowhere" not found
                    tailLines=9223372036854775807             | 404 | nodes "nowhere" not found
                    tailLines=-1                              | 422 | tailLines: Invalid value: -1: must be greater than or equal to 0
                    tailLines=99999999999999999999            | 400 | value out of range
                    tailLines=-99999999999999999999           | 400 | value out of range
                    tailLines=ten                             | 400 | parsing "ten": invalid syntax
                    tailLines=                                | 400 | invalid syntax
                    tailLines=1e3                             | 400 | invalid syntax
                    limitBytes=1                              | 404 | nodes "nowhere" not found
                    limitBytes=0                              | 422 | limitBytes: Invalid value: 0: must be greater than 0
                    limitBytes=-1                             | 422 | limitBytes: Invalid value: -1: must be greater than 0
                    sinceSeconds=1                            | 404 | nodes "nowhere" not found
                    sinceSeconds=9223372036854775807          | 404 | nodes "nowhere" not found
                    sinceSeconds=0                            | 422 | sinceSeconds: Invalid value: 0: must be greater than 0
                    sinceSeconds=-5                           | 422 | sinceSeconds: Invalid value: -5: must be greater than 0
                    sinceSeconds=9223372036854775808          | 400 | value out of range
                    sinceSeconds=5&sinceTime=2026-01-31T12:00:00Z | 422 | at most one of `sinceTime` or `sinceSeconds` may be specified
                    sinceTime=2026-01-31T12:00:00Z            | 404 | nodes "nowhere" not found
                    sinceTime=2026-01-31T12:00:00.5%2B02:00   | 404 | nodes "nowhere" not found
                    sinceTime=9999-12-31T23:59:59Z            | 404 | nodes "nowhere" not found
                    sinceTime=yesterday                       | 400 | parsing time "yesterday"
                    sinceTime=2026-02-31T12:00:00Z            | 400 | parsing time
                    tailLines=-1&limitBytes=0                 | 422 | [tailLines: Invalid value: -1: must be greater than or equal to 0, limitBytes
                    follow=maybe&previous=&timestamps=0       | 404 | nodes "nowhere" not found
                    container=other                           | 400 | container other is not valid for pod streaming
                    """)
    void a_log(String query, int status, String words) {
        var answer = admin.get(PODS + "/streaming/log?" + query);
        assertThat(answer.status()).isEqualTo(status);
        assertThat(answer.message()).contains(words).doesNotContain("java", "Exception");
    }

    @ParameterizedTest(name = "{0} is {1}")
    @CsvSource(delimiter = '|', textBlock = """
                    exec?command=ls&stdout=true                    | 404 | nodes "nowhere" not found
                    exec?command=ls&stdin=maybe                    | 404 | nodes "nowhere" not found
                    exec?command=ls                                | 400 | at least 1 of stdin, stdout, stderr
                    exec?command=ls&tty=true                       | 400 | at least 1 of stdin, stdout, stderr
                    exec?command=ls&stdin=false&stdout=0           | 400 | at least 1 of stdin, stdout, stderr
                    exec?stdout=true                               | 400 | at least 1 command
                    attach?stdout=true                             | 404 | nodes "nowhere" not found
                    attach                                         | 400 | at least 1 of stdin, stdout, stderr
                    portforward                                    | 404 | nodes "nowhere" not found
                    portforward?ports=1&ports=65535                | 404 | nodes "nowhere" not found
                    portforward?port=80,443                        | 404 | nodes "nowhere" not found
                    portforward?ports=0                            | 400 | unable to parse "0" as a port
                    portforward?ports=-1                           | 400 | unable to parse "-1" as a port
                    portforward?ports=65536                        | 400 | unable to parse "65536" as a port
                    portforward?ports=70000                        | 400 | unable to parse "70000" as a port
                    portforward?ports=99999999999999999999         | 400 | unable to parse "99999999999999999999" as a port
                    portforward?ports=80,                          | 400 | unable to parse "" as a port
                    portforward?ports=http                         | 400 | unable to parse "http" as a port
                    """)
    void a_stream(String path, int status, String words) {
        var answer = upgrade(PODS + "/streaming/" + path);
        assertThat(answer.status()).isEqualTo(status);
        assertThat(answer.message()).contains(words).doesNotContain("java", "Exception");
    }

    @Test
    void a_port_forward_of_too_many_ports_is_refused() {
        assertThat(upgrade(PODS + "/streaming/portforward?ports=1" + ",1".repeat(63))
                        .message())
                .contains(UNKNOWN_HOST);
        var refused = upgrade(PODS + "/streaming/portforward?ports=1" + ",1".repeat(64));
        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.message()).contains("at most 64 ports", "65");
    }

    @Test
    void a_command_is_as_long_as_a_line_of_a_request() {
        var words = "&command=" + URLEncoder.encode("x y".repeat(40), UTF_8);
        var path = PODS + "/streaming/exec?stdout=true";
        assertThat(upgrade(path + words.repeat(120)).message()).contains(UNKNOWN_HOST);
        assertThat(upgrade(path + words.repeat(140)).status()).isEqualTo(414);
    }

    @Test
    void an_invalid_value_is_told_with_its_field() {
        var refused = admin.get(PODS + "/streaming/log?tailLines=-1&limitBytes=0");
        assertThat(refused.fields()).containsExactly("tailLines", "limitBytes");
        assertThat(refused.json().at("/details/kind").asText()).isEqualTo("PodLogOptions");
        assertThat(refused.message()).startsWith("PodLogOptions \"streaming\" is invalid: ");
    }

    /** Java's client sends no such header. */
    private static RawApi.Answer upgrade(String path) {
        var request = "GET " + path
                + " HTTP/1.1\r\nHost: x\r\nConnection: Upgrade, close\r\nUpgrade: websocket\r\nAuthorization: "
                + admin.authorization() + "\r\n\r\n";
        try (var socket = admin.tls()
                .getSocketFactory()
                .createSocket(admin.endpoint().getHost(), admin.endpoint().getPort())) {
            socket.setSoTimeout(20_000);
            socket.getOutputStream().write(request.getBytes(UTF_8));
            var answer = new StringBuilder();
            // Not to the end of the connection, which may stay open.
            for (int next = 0; next >= 0 && !isWhole(answer); ) {
                next = socket.getInputStream().read();
                answer.append((char) next);
            }
            int status = Integer.parseInt(answer.substring(9, 12));
            return new RawApi.Answer(status, answer.substring(answer.indexOf("\r\n\r\n") + 4), List.of());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean isWhole(StringBuilder answer) {
        int head = answer.indexOf("\r\n\r\n");
        var length = LENGTH.matcher(answer);
        return head > 0 && length.find() && answer.length() == head + 4 + Integer.parseInt(length.group(1));
    }
}

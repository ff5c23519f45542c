package dev.podproof.reference.apiserver.compat;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.podproof.reference.api.ApiException;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.Base64;
import org.junit.jupiter.api.Test;

/** Bodies that kubectl sends in no other form. The bytes are put together by hand, by the numbers of the published messages. */
class ProtobufTest {

    @Test
    void aSecretsBytesBecomeTheBase64OfJson() {
        var metadata = bytes(1, text(1, "made"), bytes(11, text(1, "app"), text(2, "web")));
        var hidden = bytes(2, text(1, "key"), bytes(2, new byte[] {0, (byte) 0xff}));
        var document = Protobuf.decode(envelope("Secret", metadata, hidden, text(3, "Opaque")));

        assertThat(document.at("/metadata/name").asText()).isEqualTo("made");
        assertThat(document.at("/metadata/labels/app").asText()).isEqualTo("web");
        assertThat(document.at("/data/key").asText())
                .isEqualTo(Base64.getEncoder().encodeToString(new byte[] {0, (byte) 0xff}));
        assertThat(document.path("type").asText()).isEqualTo("Opaque");
    }

    @Test
    void aConfigMapKeepsTextsAndBytesApart() {
        var document = Protobuf.decode(envelope(
                "ConfigMap",
                bytes(1, text(1, "made")),
                bytes(2, text(1, "empty")),
                bytes(2, text(1, "word"), text(2, "grün")),
                bytes(3, text(1, "raw"), text(2, "a"))));

        assertThat(document.path("data").toString()).isEqualTo("{\"empty\":\"\",\"word\":\"grün\"}");
        assertThat(document.path("binaryData").toString()).isEqualTo("{\"raw\":\"YQ==\"}");
    }

    @Test
    void anotherKindIsReferredToJson() {
        assertThatThrownBy(() -> Protobuf.decode(envelope("Pod", bytes(1, text(1, "x")))))
                .isInstanceOf(ApiException.class)
                .hasMessageContaining("application/json");
    }

    @Test
    void aLengthBeyondTheEndIsRefused() {
        var whole = envelope("Secret", bytes(1, text(1, "made")));
        var cut = Arrays.copyOf(whole, whole.length - 1);
        assertThatThrownBy(() -> Protobuf.decode(cut))
                .isInstanceOf(ApiException.class)
                .hasMessageContaining("not valid protobuf");
    }

    private static byte[] envelope(String kind, byte[]... content) {
        var out = new ByteArrayOutputStream();
        out.writeBytes("k8s\0".getBytes(UTF_8));
        out.writeBytes(bytes(1, text(1, "v1"), text(2, kind)));
        out.writeBytes(bytes(2, content));
        return out.toByteArray();
    }

    private static byte[] text(int number, String text) {
        return bytes(number, text.getBytes(UTF_8));
    }

    /** A field of bytes, shorter than 128. */
    private static byte[] bytes(int number, byte[]... parts) {
        var content = new ByteArrayOutputStream();
        for (var part : parts) {
            content.writeBytes(part);
        }
        var out = new ByteArrayOutputStream();
        out.write(number << 3 | 2);
        out.write(content.size());
        out.writeBytes(content.toByteArray());
        return out.toByteArray();
    }
}

package dev.podproof.reference.apiserver.compat;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.podproof.reference.api.Json;
import dev.podproof.reference.apiserver.exchange.Reply;
import dev.podproof.reference.apiserver.exchange.Request;
import java.io.ByteArrayOutputStream;
import java.util.List;
import java.util.Map;

/**
 * OpenAPI version 2 without any path: clients before kubectl 1.29 ask for it, most as protobuf, and then leave it to the server to
 * know the fields.
 */
public final class OpenApiV2 {

    private static final String VERSION = "2.0";
    private static final String TITLE = "Podproof";
    private static final String API_VERSION = "v1";

    private OpenApiV2() {}

    /** The document in the form that the caller accepts. */
    public static Reply reply(Request request) {
        if (!request.header("Accept").contains("protobuf")) {
            var document = Json.object().put("swagger", VERSION);
            document.putObject("info").put("title", TITLE).put("version", API_VERSION);
            document.putObject("paths");
            return Reply.json(200, Json.bytes(document));
        }
        var info = new ByteArrayOutputStream();
        field(info, 1, TITLE.getBytes(UTF_8));
        field(info, 2, API_VERSION.getBytes(UTF_8));
        var document = new ByteArrayOutputStream();
        field(document, 1, VERSION.getBytes(UTF_8));
        field(document, 2, info.toByteArray());
        field(document, 8, new byte[0]);
        return new Reply.Whole(200, "application/octet-stream", List.of(document.toByteArray()), Map.of());
    }

    /** A field of the wire format; what is written here is shorter than 128 bytes, so that a length takes one. */
    private static void field(ByteArrayOutputStream to, int number, byte[] content) {
        to.write(number << 3 | Wire.BYTES);
        to.write(content.length);
        to.writeBytes(content);
    }
}

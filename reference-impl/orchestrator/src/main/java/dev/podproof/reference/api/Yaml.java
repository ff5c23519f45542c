package dev.podproof.reference.api;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.util.JsonParserDelegate;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLParser;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.Optional;

/** Documents written in YAML, which become JSON trees. */
public final class Yaml {

    /** The library copies what it has of a line for each thousand characters that follow: twice as long takes four times as long. */
    private static final int MAX_LINE = 64 * 1024;

    private static final ObjectMapper MAPPER = YAMLMapper.builder(
                    YAMLFactory.builder().streamReadConstraints(Json.LIMITS).build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private Yaml() {}

    /**
     * Reads a document that is an object, without anchors and aliases.
     *
     * @throws ApiException BAD_REQUEST saying what is wrong and where, or TOO_LARGE for a line that is too long
     */
    public static ObjectNode parse(byte[] text) {
        requireUtf8(text);
        requireShortLines(text);
        try (var parser = new WithoutAliases((YAMLParser) MAPPER.createParser(text))) {
            return Json.asObject(Json.parse(MAPPER, parser, "YAML"));
        } catch (IOException e) {
            throw ApiException.badRequest("the body cannot be read: " + e.getMessage());
        }
    }

    /** What {@link Json#duplicate} does, for YAML. */
    public static Optional<String> duplicate(byte[] text) {
        return Json.duplicate(MAPPER, text);
    }

    /** The library would say so too, but in words that are about itself. */
    private static void requireUtf8(byte[] text) {
        try {
            UTF_8.newDecoder().decode(ByteBuffer.wrap(text));
        } catch (CharacterCodingException e) {
            throw ApiException.badRequest("the body is not YAML: it is not encoded as UTF-8");
        }
    }

    private static void requireShortLines(byte[] text) {
        int begin = 0;
        for (int at = 0; at <= text.length; at++) {
            if (at == text.length || text[at] == '\n' || text[at] == '\r') {
                if (at - begin > MAX_LINE) {
                    throw new ApiException(
                            Reason.TOO_LARGE,
                            "the body has a line of " + (at - begin) + " bytes, and a line of YAML may have " + MAX_LINE
                                    + "; break it, or send JSON");
                }
                begin = at + 1;
            }
        }
    }

    /** The tree would hold an alias as the text of its name, and the object would not be what its author meant. */
    private static final class WithoutAliases extends JsonParserDelegate {

        private final YAMLParser yaml;

        WithoutAliases(YAMLParser yaml) {
            super(yaml);
            this.yaml = yaml;
        }

        @Override
        public JsonToken nextToken() throws IOException {
            var token = super.nextToken();
            if (token != null && yaml.isCurrentAlias()) {
                throw ApiException.badRequest("the body has a YAML alias (line "
                        + yaml.currentTokenLocation().getLineNr() + "); write out what it stands for");
            }
            return token;
        }
    }
}

package dev.podproof.report.verdict;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import io.cucumber.messages.types.Attachment;
import io.cucumber.messages.types.AttachmentContentEncoding;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;

/** Our JSON inside Cucumber's attachments. */
public final class Attachments {
    private static final JsonMapper JSON = JsonMapper.builder()
            .addModule(new Jdk8Module())
            .addModule(new JavaTimeModule())
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
            // A newer suite may record more than this verdict knows.
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    private Attachments() {}

    /** A run's start or end as a message that belongs to no scenario. */
    public static Attachment of(String mediaType, Object value) {
        try {
            return new Attachment(
                    JSON.writeValueAsString(value),
                    AttachmentContentEncoding.IDENTITY,
                    null,
                    mediaType,
                    null,
                    null,
                    null,
                    null,
                    null,
                    null,
                    null);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(value + " cannot be written as JSON", e);
        }
    }

    /** All of one kind, in the order in which they were recorded. */
    static <T> List<T> read(List<Attachment> attachments, String mediaType, Class<T> type) {
        return attachments.stream()
                .filter(a -> a.getMediaType().equals(mediaType))
                .map(a -> read(a, type))
                .toList();
    }

    static <T> T read(Attachment attachment, Class<T> type) {
        try {
            return JSON.readValue(body(attachment), type);
        } catch (JsonProcessingException e) {
            throw new RecordUnreadable(
                    "An attachment of type " + attachment.getMediaType() + " cannot be understood: "
                            + e.getOriginalMessage(),
                    e);
        }
    }

    private static String body(Attachment attachment) {
        return attachment.getContentEncoding() == AttachmentContentEncoding.BASE64
                ? new String(Base64.getDecoder().decode(attachment.getBody()), StandardCharsets.UTF_8)
                : attachment.getBody();
    }
}

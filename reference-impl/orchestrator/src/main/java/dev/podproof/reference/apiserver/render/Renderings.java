package dev.podproof.reference.apiserver.render;

import dev.podproof.reference.api.ApiException;
import dev.podproof.reference.api.Reason;
import dev.podproof.reference.api.table.Tables;
import dev.podproof.reference.apiserver.exchange.Request;
import java.time.Clock;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Chooses the form that a caller accepts: the first of its Accept header that there is. */
public final class Renderings {

    private static final Set<String> JSON = Set.of("application/json", "application/*", "*/*");

    private final Clock clock;

    public Renderings(Clock clock) {
        this.clock = clock;
    }

    /**
     * The rendering for a request.
     *
     * @throws ApiException NOT_ACCEPTABLE if the caller accepts nothing that there is
     */
    public Rendering choose(Shown shown, Request request) {
        var accept = request.header("Accept");
        if (accept.isEmpty()) {
            return new Plain(shown);
        }
        return Arrays.stream(accept.split(",", -1))
                .map(clause -> rendering(clause, shown, request))
                .flatMap(Optional::stream)
                .findFirst()
                .orElseThrow(() -> new ApiException(
                        Reason.NOT_ACCEPTABLE,
                        "only the following media types are accepted: application/json, application/json;as=Table,"
                                + " application/json;as=PartialObjectMetadata"));
    }

    private Optional<Rendering> rendering(String clause, Shown shown, Request request) {
        var parts = clause.strip().toLowerCase(Locale.ROOT).split(";", -1);
        if (!JSON.contains(parts[0].strip())) {
            return Optional.empty();
        }
        Map<String, String> parameters = new HashMap<>();
        for (var part : parts) {
            int at = part.indexOf('=');
            if (at > 0) {
                parameters.put(
                        part.substring(0, at).strip(), part.substring(at + 1).strip());
            }
        }
        var as = parameters.getOrDefault("as", "");
        if (as.isEmpty()) {
            return Optional.of(new Plain(shown));
        }
        boolean known = parameters.getOrDefault("v", "v1").equals("v1")
                && parameters.getOrDefault("g", "meta.k8s.io").equals("meta.k8s.io");
        if (!known) {
            return Optional.empty();
        }
        return switch (as) {
            case "table" ->
                Optional.of(new AsTable(shown, Tables.Include.of(request.query().text("includeObject")), clock));
            case "partialobjectmetadata", "partialobjectmetadatalist" -> Optional.of(new AsMetadata());
            default -> Optional.empty();
        };
    }
}

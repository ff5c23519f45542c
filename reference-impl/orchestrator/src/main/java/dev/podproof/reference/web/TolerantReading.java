package dev.podproof.reference.web;

import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.deser.DeserializationProblemHandler;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How clients read objects: a text that its field's type can't be made of, such as a time that is none, is left out. The library would
 * give up the whole list for it, with all the objects that are as they should be. A list or map that is null, or has nulls in it, is one
 * that has nothing there.
 */
public final class TolerantReading extends DeserializationProblemHandler {

    private static final Logger LOG = LoggerFactory.getLogger(TolerantReading.class);

    private TolerantReading() {}

    /** For one client. */
    public static KubernetesSerialization serialization() {
        ObjectMapper mapper = new ObjectMapper().addHandler(new TolerantReading());
        mapper.setDefaultSetterInfo(JsonSetter.Value.construct(Nulls.SKIP, Nulls.SKIP));
        return new KubernetesSerialization(mapper, true);
    }

    @Override
    public Object handleWeirdStringValue(DeserializationContext context, Class<?> type, String text, String why) {
        LOG.warn("a {} was left out of what was read: {}", type.getSimpleName(), why);
        return null;
    }
}

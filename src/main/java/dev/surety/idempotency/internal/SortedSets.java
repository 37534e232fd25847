package dev.surety.idempotency.internal;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.BeanDescription;
import com.fasterxml.jackson.databind.BeanProperty;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonSerializer;
import com.fasterxml.jackson.databind.Module;
import com.fasterxml.jackson.databind.SerializationConfig;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.jsontype.TypeSerializer;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.BeanSerializerModifier;
import com.fasterxml.jackson.databind.ser.ContextualSerializer;
import com.fasterxml.jackson.databind.ser.std.StdSerializer;
import com.fasterxml.jackson.databind.type.CollectionType;
import java.io.IOException;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** Writes sets in the order of their elements' JSON: their own differs between two JVMs. */
final class SortedSets extends StdSerializer<Set<?>> implements ContextualSerializer {

  private static final long serialVersionUID = 1L;

  /** Writes any collection as the type declares its elements. */
  private final JsonSerializer<Object> collections;

  private SortedSets(JsonSerializer<Object> collections) {
    super(Set.class, false);
    this.collections = collections;
  }

  static Module module() {
    return new SimpleModule("surety-sets").setSerializerModifier(new Modifier());
  }

  @Override
  public void serialize(Set<?> set, JsonGenerator json, SerializerProvider provider)
      throws IOException {
    json.writeStartArray();
    for (String element : sorted(set, json, provider)) {
      json.writeRawValue(element);
    }
    json.writeEndArray();
  }

  @Override
  public void serializeWithType(
      Set<?> set, JsonGenerator json, SerializerProvider provider, TypeSerializer types)
      throws IOException {
    var prefix = types.writeTypePrefix(json, types.typeId(set, JsonToken.START_ARRAY));
    for (String element : sorted(set, json, provider)) {
      json.writeRawValue(element);
    }
    types.writeTypeSuffix(json, prefix);
  }

  @Override
  public boolean isEmpty(SerializerProvider provider, Set<?> set) {
    return set.isEmpty();
  }

  @Override
  public JsonSerializer<?> createContextual(SerializerProvider provider, BeanProperty property)
      throws JsonMappingException {
    return of(provider.handleSecondaryContextualization(collections, property));
  }

  private List<String> sorted(Set<?> set, JsonGenerator json, SerializerProvider provider)
      throws IOException {
    List<String> elements = new ArrayList<>(set.size());
    for (Object element : set) {
      StringWriter text = new StringWriter();
      try (JsonGenerator one = json.getCodec().getFactory().createGenerator(text)) {
        collections.serialize(Collections.singletonList(element), one, provider);
      }
      elements.add(text.toString().substring(1, text.getBuffer().length() - 1));
    }
    Collections.sort(elements);
    return elements;
  }

  @SuppressWarnings("unchecked")
  private static SortedSets of(JsonSerializer<?> collections) {
    return new SortedSets((JsonSerializer<Object>) collections);
  }

  private static final class Modifier extends BeanSerializerModifier {

    private static final long serialVersionUID = 1L;

    @Override
    public JsonSerializer<?> modifyCollectionSerializer(
        SerializationConfig config,
        CollectionType type,
        BeanDescription description,
        JsonSerializer<?> serializer) {
      // An EnumSet has one order, and its serializer takes nothing else.
      return Set.class.isAssignableFrom(type.getRawClass())
              && !EnumSet.class.isAssignableFrom(type.getRawClass())
          ? of(serializer)
          : serializer;
    }
  }
}

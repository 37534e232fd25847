package dev.surety.idempotency.internal;

import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectMapper.DefaultTypeResolverBuilder;
import com.fasterxml.jackson.databind.ObjectMapper.DefaultTyping;
import com.fasterxml.jackson.databind.jsontype.impl.LaissezFaireSubTypeValidator;
import dev.surety.SuretyException;
import java.lang.reflect.Type;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The JSON of a result, written only where it reads back equal, or as equal JSON and classes. */
final class ResultJson {

  private static final ObjectMapper JSON = ValueJson.MAPPER;

  /** Tells values apart that differ, though not in their JSON; nothing is read with it. */
  private static final ObjectMapper TYPED =
      ValueJson.CANONICAL.copy().setDefaultTyping(new VariableTypes());

  private ResultJson() {}

  /**
   * @throws SuretyException if reading it would give another value
   */
  static byte[] write(@Nullable Object result, Type type) {
    JavaType javaType = JSON.constructType(type);
    try {
      String json = JSON.writerFor(javaType).writeValueAsString(result);
      Object back = JSON.readValue(json, javaType);
      if (!text(ValueJson.CANONICAL, result, javaType)
              .equals(text(ValueJson.CANONICAL, back, javaType))
          || !(Objects.equals(result, back)
              || text(TYPED, result, javaType).equals(text(TYPED, back, javaType)))) {
        throw notJson(type, null);
      }
      return json.getBytes(StandardCharsets.UTF_8);
    } catch (JsonProcessingException e) {
      throw notJson(type, e);
    }
  }

  @SuppressWarnings("TypeParameterUnusedInFormals") // T is what the type says
  static <T extends @Nullable Object> T read(byte[] json, Type type) {
    JavaType javaType = JSON.constructType(type);
    try {
      return JSON.readValue(new String(json, StandardCharsets.UTF_8), javaType);
    } catch (JsonProcessingException e) {
      throw notJson(type, e);
    }
  }

  private static String text(ObjectMapper mapper, @Nullable Object value, JavaType type)
      throws JsonProcessingException {
    return mapper.writerFor(type).writeValueAsString(value);
  }

  private static SuretyException notJson(Type type, @Nullable Exception cause) {
    return new SuretyException(
        "a result of type "
            + type.getTypeName()
            + " does not survive JSON; return a record, map, list, string, number or null, each"
            + " declared as what it is",
        cause);
  }

  /** Writes the class of every value whose declared type does not say it. */
  private static final class VariableTypes extends DefaultTypeResolverBuilder {

    private static final long serialVersionUID = 1L;

    VariableTypes() {
      super(DefaultTyping.NON_FINAL, LaissezFaireSubTypeValidator.instance);
      init(JsonTypeInfo.Id.CLASS, null);
      inclusion(JsonTypeInfo.As.WRAPPER_ARRAY);
    }

    @Override
    public boolean useForType(JavaType type) {
      // Which list, map or set it is makes no difference to its reader.
      return !type.isContainerType() && super.useForType(type);
    }
  }
}

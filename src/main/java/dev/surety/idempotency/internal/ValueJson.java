package dev.surety.idempotency.internal;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.deser.std.StdDeserializer;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.ToStringSerializer;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.OffsetTime;
import java.time.Period;
import java.time.Year;
import java.time.YearMonth;
import java.time.ZonedDateTime;
import java.time.temporal.TemporalAccessor;
import java.time.temporal.TemporalAmount;
import java.util.function.Function;

/**
 * The JSON of arguments and results: {@code java.time} values as ISO-8601 text, and equal values as
 * equal text, whatever order a map or a class has inside.
 */
public final class ValueJson {

  public static final ObjectMapper MAPPER =
      JsonMapper.builder()
          .enable(MapperFeature.SORT_PROPERTIES_ALPHABETICALLY)
          .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
          .addModule(times())
          .build();

  /** Equal sets as equal text too; for hashing and comparing, because a result keeps its order. */
  public static final ObjectMapper CANONICAL = MAPPER.copy().registerModule(SortedSets.module());

  private ValueJson() {}

  private static SimpleModule times() {
    SimpleModule module = new SimpleModule("surety-times");
    module.addSerializer(TemporalAccessor.class, ToStringSerializer.instance);
    module.addSerializer(TemporalAmount.class, ToStringSerializer.instance);
    read(module, Instant.class, Instant::parse);
    read(module, LocalDate.class, LocalDate::parse);
    read(module, LocalTime.class, LocalTime::parse);
    read(module, LocalDateTime.class, LocalDateTime::parse);
    read(module, OffsetDateTime.class, OffsetDateTime::parse);
    read(module, OffsetTime.class, OffsetTime::parse);
    read(module, ZonedDateTime.class, ZonedDateTime::parse);
    read(module, Year.class, Year::parse);
    read(module, YearMonth.class, YearMonth::parse);
    read(module, Duration.class, Duration::parse);
    read(module, Period.class, Period::parse);
    return module;
  }

  private static <T> void read(SimpleModule module, Class<T> type, Function<String, T> parse) {
    module.addDeserializer(type, new Parsed<>(type, parse));
  }

  /** Reads a value back from its text. */
  private static final class Parsed<T> extends StdDeserializer<T> {

    private static final long serialVersionUID = 1L;

    private final transient Function<String, T> parse;

    Parsed(Class<T> type, Function<String, T> parse) {
      super(type);
      this.parse = parse;
    }

    @Override
    @SuppressWarnings("unchecked")
    public T deserialize(JsonParser json, DeserializationContext context) throws IOException {
      try {
        return parse.apply(json.getText());
      } catch (DateTimeException e) {
        return (T) context.handleWeirdStringValue(handledType(), json.getText(), "no ISO-8601");
      }
    }
  }
}

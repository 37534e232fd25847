package dev.surety.idempotency.internal.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.surety.testing.Fakes;
import jakarta.ws.rs.core.EntityPart;
import jakarta.ws.rs.core.StreamingOutput;
import java.io.File;
import java.io.InputStream;
import java.io.Reader;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.xml.transform.dom.DOMSource;
import javax.xml.transform.sax.SAXSource;
import javax.xml.transform.stream.StreamSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class AnswerWriterTest {

  static Stream<Object> oneShots() {
    EntityPart part = Fakes.fake(EntityPart.class, method -> method);
    StreamingOutput streaming = out -> {};
    return Stream.of(
        streaming,
        InputStream.nullInputStream(),
        Reader.nullReader(),
        new File("x"),
        Path.of("x"),
        List.of(1).iterator(),
        Stream.of(1),
        IntStream.of(1),
        part,
        List.of(part),
        new StreamSource(Reader.nullReader()),
        new SAXSource());
  }

  @ParameterizedTest
  @MethodSource("oneShots")
  void entityThatCanBeWrittenOnlyOnce_isLeftToTheRuntime(Object entity) {
    assertThat(AnswerWriter.isStream(entity)).isTrue();
  }

  @Test
  void entityThatCanBeWrittenAgain_isWritten() {
    for (Object entity : List.of("text", Map.of(), List.of(), List.of(1), new DOMSource())) {
      assertThat(AnswerWriter.isStream(entity)).isFalse();
    }
  }
}

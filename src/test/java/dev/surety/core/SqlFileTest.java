package dev.surety.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SqlFileTest {

  private static final TableNames NAMES =
      new TableNames("surety_sample", Map.of("surety_sample", "orders"));

  @Test
  void statements_areReadFromAllFiles_withoutCommentsAndUnderTheConfiguredNames() {
    SqlFile sample = new SqlFile("sample", NAMES);
    assertThat(sample.all()).containsOnlyKeys("look", "first", "second");
    assertThat(sample.get("look")).isEqualTo("SELECT a\nFROM \"surety_sample\".\"orders\"");
  }

  @Test
  void piece_standsWhereItIsUsed() {
    SqlFile sample = new SqlFile("sample", NAMES);
    assertThat(sample.get("first")).isEqualTo("SELECT a, s.b\nFROM \"surety_sample\".\"orders\" s");
    assertThat(sample.get("second"))
        .isEqualTo("SELECT a, s.b\n       , c\nFROM \"surety_sample\".\"orders\" s");
  }

  @ParameterizedTest
  @CsvSource({
    "sample-twice, there are two blocks look of part sample-twice",
    "sample-unknown, no piece columns before its use in part sample-unknown",
    "sample-missing, sample-missing"
  })
  void fileThatCannotBeRead_isSaidAtOnce(String part, String why) {
    assertThatThrownBy(() -> new SqlFile(part, NAMES)).hasMessageContaining(why);
  }

  @Test
  void unknownStatement_isNamed() {
    assertThatThrownBy(() -> new SqlFile("sample", NAMES).get("take"))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("no statement take of part sample");
  }
}

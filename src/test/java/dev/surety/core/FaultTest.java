package dev.surety.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.surety.SuretyException;
import dev.surety.UnavailableException;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FaultTest {

  @ParameterizedTest
  @CsvSource({
    "40001,CONTENTION",
    "40P01,CONTENTION",
    "55P03,CONTENTION",
    "08006,UNAVAILABLE",
    "57P01,UNAVAILABLE",
    "57014,TOO_SLOW",
    "25P03,UNAVAILABLE",
    "53300,UNAVAILABLE",
    "25006,UNAVAILABLE",
    "23505,REFUSED",
    "22P05,REFUSED",
    "42P01,REFUSED"
  })
  void sqlState_decidesWhatAnErrorMeans(String state, Fault fault) {
    SQLException error = new SQLException("no", state);
    assertThat(Fault.of(new IllegalStateException(new RuntimeException(error)))).isEqualTo(fault);
  }

  @Test
  void errorWithoutSqlState_isUnavailable() {
    assertThat(Fault.of(new IllegalStateException("no connection"))).isEqualTo(Fault.UNAVAILABLE);
  }

  @Test
  void valueThatCannotBeRead_isRefused() {
    assertThat(Fault.of(new NullPointerException())).isEqualTo(Fault.REFUSED);
  }

  @Test
  void refusalOfSuretysOwn_isRefused_andItsUnavailabilityIsNot() {
    assertThat(Fault.of(new SuretyException("a corrupt row"))).isEqualTo(Fault.REFUSED);
    assertThat(Fault.of(new UnavailableException("no answer", null))).isEqualTo(Fault.UNAVAILABLE);
  }

  @Test
  void circleOfCauses_ends() {
    RuntimeException one = new RuntimeException();
    RuntimeException two = new RuntimeException(one);
    one.initCause(two);
    assertThat(Fault.of(one)).isEqualTo(Fault.UNAVAILABLE);
  }
}

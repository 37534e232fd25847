package dev.surety.idempotency.internal.http;

import static dev.surety.idempotency.Storing.ALL;
import static dev.surety.idempotency.Storing.DETERMINISTIC;
import static dev.surety.idempotency.Storing.SUCCESS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.surety.idempotency.Storing;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class StorePolicyTest {

  @ParameterizedTest
  @EnumSource
  void answersAboutTheCallerOrTheMoment_areNeverStored(Storing policy) {
    assertThat(
            IntStream.concat(IntStream.of(401, 403, 408, 409, 425, 429), IntStream.range(500, 600))
                .anyMatch(status -> StorePolicy.storable(status, policy)))
        .isFalse();
  }

  @ParameterizedTest
  @EnumSource
  void statusThatIsNotFinal_isNeverStored(Storing policy) {
    assertThat(
            IntStream.of(-1, 0, 99, 100, 101, 199, 600, 999)
                .anyMatch(status -> StorePolicy.storable(status, policy)))
        .isFalse();
  }

  @ParameterizedTest
  @EnumSource
  void successAndRedirect_areAlwaysStored(Storing policy) {
    assertThat(IntStream.range(200, 400).allMatch(status -> StorePolicy.storable(status, policy)))
        .isTrue();
  }

  @ParameterizedTest
  @ValueSource(ints = {400, 402, 404, 410, 413, 415, 422, 451})
  void refusalOfTheRequestItself_isStoredUnlessOnlySuccessIs(int status) {
    assertThat(StorePolicy.storable(status, DETERMINISTIC)).isTrue();
    assertThat(StorePolicy.storable(status, ALL)).isTrue();
    assertThat(StorePolicy.storable(status, SUCCESS)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(ints = {406, 407, 412, 421, 423, 424, 428})
  void refusalThatHangsOnMoreThanTheRequest_isStoredByAllOnly(int status) {
    assertThat(StorePolicy.storable(status, ALL)).isTrue();
    assertThat(StorePolicy.storable(status, DETERMINISTIC)).isFalse();
    assertThat(StorePolicy.storable(status, SUCCESS)).isFalse();
  }

  @Test
  void all_storesEveryThingThatDeterministicDoes() {
    assertThat(
            IntStream.range(0, 700)
                .filter(status -> StorePolicy.storable(status, DETERMINISTIC))
                .allMatch(status -> StorePolicy.storable(status, ALL)))
        .isTrue();
  }
}

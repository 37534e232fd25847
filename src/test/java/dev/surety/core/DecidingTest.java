package dev.surety.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.surety.core.Deciding.Waiting;
import dev.surety.core.Transactions.NotCommittedException;
import dev.surety.core.Transactions.Outcome;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class DecidingTest {

  private static final int ALONE = 7;
  private static final int BAD = 13;
  private static final int BREAKS_THE_COMMIT = 17;
  private static final int LOCKED = 19;
  private static final int LOSES_A_RACE = 23;
  private static final int CONTENDED = 29;
  private static final int SLOW = 101;
  private static final int SINGLE = 200;
  private static final int BREAKS_THE_STATEMENT = 299;

  private final List<List<Integer>> applied = new ArrayList<>();
  private final List<Integer> doubtful = new ArrayList<>();
  private final List<Integer> unclaimed = new ArrayList<>();
  private final List<Integer> again = new ArrayList<>();
  private boolean isTakenAgain = true;

  /** Doubles numbers, if they let it. */
  private final Flush<Integer, Integer> doubling =
      new Flush<>() {
        @Override
        public List<@Nullable Integer> single(List<Integer> items) {
          if (items.contains(BREAKS_THE_STATEMENT)) {
            throw new NotCommittedException(Outcome.UNKNOWN, new SQLException("gone", "08006"));
          }
          return items.stream().<@Nullable Integer>map(i -> i < SINGLE ? null : 2 * i).toList();
        }

        @Override
        public List<Integer> apply(List<Integer> items) {
          applied.add(items);
          items.forEach(item -> check(item, items.size() == 1));
          return items.stream().map(item -> 2 * item).toList();
        }

        private void check(int item, boolean isAlone) {
          switch (item) {
            case BAD -> throw new IllegalStateException(new SQLException("bad input", "22P05"));
            case BREAKS_THE_COMMIT ->
                throw new NotCommittedException(Outcome.UNKNOWN, new SQLException("gone", "08006"));
            case LOCKED -> throw new Busy("locked");
            case CONTENDED -> throw new IllegalStateException(new SQLException("lost", "40P01"));
            case LOSES_A_RACE -> {
              if (!isAlone) {
                throw new NotCommittedException(
                    Outcome.ROLLED_BACK, new SQLException("lost a race", "40001"));
              }
            }
            case SLOW -> {
              if (!isAlone) {
                throw new IllegalStateException(new SQLException("too slow", "57014"));
              }
            }
            default -> {}
          }
        }

        @Override
        public Function<Integer, Object> grouping(List<Integer> batch) {
          return item -> item == ALONE ? new Object() : "";
        }

        @Override
        public Optional<Integer> contended(Integer item) {
          return item == CONTENDED ? Optional.of(-1) : Optional.empty();
        }

        @Override
        public void unclaimed(Integer item, Integer answer) {
          unclaimed.add(item);
        }

        @Override
        public void doubtful(Integer item) {
          doubtful.add(item);
        }
      };

  @Test
  void groupSharesOneTransaction_andEachGetsItsAnswer() {
    assertThat(answers(1, 2, 3)).containsExactly(2, 4, 6);
    assertThat(applied).containsExactly(List.of(1, 2, 3));
  }

  @Test
  void badInputOfOneCaller_neverFailsAnother() {
    List<CompletableFuture<Integer>> decided = decide(1, BAD, 2);
    assertThat(decided.get(0).join()).isEqualTo(2);
    assertThat(decided.get(2).join()).isEqualTo(4);
    assertThatThrownBy(decided.get(1)::join).hasRootCauseMessage("bad input");
  }

  @Test
  void itemThatSharesNoTransaction_isDecidedAlone() {
    assertThat(answers(1, ALONE, 2, ALONE, 3)).containsExactly(2, 14, 4, 14, 6);
    assertThat(applied).containsExactlyInAnyOrder(List.of(1, 2, 3), List.of(ALONE), List.of(ALONE));
  }

  @Test
  void largestGroupIsTold() {
    assertThat(new Deciding<>(doubling, waiting -> false).decideAll(waiting(1, ALONE, 2, ALONE)))
        .isEqualTo(2);
  }

  @Test
  void whatASingleStatementDecides_isNotApplied_andTheRestIs() {
    assertThat(answers(SINGLE, 1, SINGLE + 1, 2)).containsExactly(400, 2, 402, 4);
    assertThat(applied).containsExactly(List.of(1, 2));
  }

  @Test
  void itemOfASingleStatementThatBroke_isDoubtful() {
    assertThat(decide(BREAKS_THE_STATEMENT).get(0)).isCompletedExceptionally();
    assertThat(doubtful).containsExactly(BREAKS_THE_STATEMENT);
  }

  @Test
  void itemThatAFlushForgets_isToldAtOnce() {
    Flush<Integer, Integer> forgetting = items -> List.of();
    List<Waiting<Integer, Integer>> waiting = waiting(1);
    assertThat(new Deciding<>(forgetting, unused -> false).decideAll(waiting)).isOne();
    assertThatThrownBy(waiting.get(0).answer()::join)
        .hasRootCauseMessage("the flush left items undecided");
  }

  @Test
  void batchThatIsTooSlow_isDecidedOneByOne() {
    assertThat(answers(SLOW, 1, 2)).containsExactly(202, 2, 4);
    assertThat(applied).containsExactly(List.of(SLOW, 1, 2), List.of(SLOW), List.of(1), List.of(2));
  }

  @Test
  void itemsOfACommitThatFailed_areDoubtful_andNotTriedAgain() {
    assertThat(decide(BREAKS_THE_COMMIT, 1)).allMatch(CompletableFuture::isCompletedExceptionally);
    assertThat(doubtful).containsExactly(BREAKS_THE_COMMIT, 1);
    assertThat(applied).hasSize(1);
  }

  @Test
  void itemDecidedAfterAll_isNotDoubtful() {
    assertThat(answers(LOSES_A_RACE, 1, 2)).containsExactly(46, 2, 4);
    assertThat(doubtful).isEmpty();
  }

  @Test
  void contendedItem_getsWhatTheFlushAnswersThen() {
    assertThat(answers(CONTENDED, 1)).containsExactly(-1, 2);
  }

  @Test
  void groupThatMeetsALock_isForAnotherTime() {
    assertThat(decide(LOCKED, 1)).noneMatch(CompletableFuture::isDone);
    assertThat(again).containsExactly(LOCKED, 1);
  }

  @Test
  void groupThatMeetsALock_isToldIfThereIsNoOtherTime() {
    isTakenAgain = false;
    assertThatThrownBy(decide(LOCKED).get(0)::join).hasRootCauseMessage("locked");
  }

  @Test
  void whoHasAnAnswer_isNotDecided() {
    List<Waiting<Integer, Integer>> waiting = waiting(1, 2);
    waiting.get(0).answer().cancel(false);
    decide(waiting);
    assertThat(applied).containsExactly(List.of(2));
  }

  @Test
  void answerOfOneWhoGaveUpMeanwhile_isUnclaimed() {
    List<Waiting<Integer, Integer>> waiting = waiting(1, 2);
    Flush<Integer, Integer> late =
        new Flush<>() {
          @Override
          public List<Integer> apply(List<Integer> items) {
            waiting.get(0).answer().cancel(false);
            return items;
          }

          @Override
          public void unclaimed(Integer item, Integer answer) {
            unclaimed.add(item);
          }
        };
    assertThat(new Deciding<>(late, unused -> false).decideAll(waiting)).isEqualTo(2);
    assertThat(unclaimed).containsExactly(1);
    assertThat(waiting.get(1).answer()).isCompletedWithValue(2);
  }

  private List<Integer> answers(int... items) {
    return decide(items).stream().map(CompletableFuture::join).toList();
  }

  private List<CompletableFuture<Integer>> decide(int... items) {
    return decide(waiting(items));
  }

  private List<CompletableFuture<Integer>> decide(List<Waiting<Integer, Integer>> waiting) {
    int unused = new Deciding<>(doubling, this::takeAgain).decideAll(waiting);
    return waiting.stream().map(Waiting::answer).toList();
  }

  private boolean takeAgain(Waiting<Integer, Integer> waiting) {
    again.add(waiting.item());
    return isTakenAgain;
  }

  private static List<Waiting<Integer, Integer>> waiting(int... items) {
    return IntStream.of(items)
        .mapToObj(item -> new Waiting<>(item, new CompletableFuture<Integer>(), true))
        .toList();
  }
}

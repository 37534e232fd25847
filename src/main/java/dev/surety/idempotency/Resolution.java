package dev.surety.idempotency;

import java.util.List;
import java.util.regex.Pattern;

/** What a person decided about a held key. */
public sealed interface Resolution {

  /**
   * The work was done; retries get this answer. A body without a {@code Content-Type} is {@code
   * application/octet-stream}.
   */
  record Answered(Answer answer) implements Resolution {

    private static final Pattern MEDIA_TYPE =
        Pattern.compile("[!#$%&'*+.^_`|~\\w-]+/[!#$%&'*+.^_`|~\\w-]+ *(;[^\\p{Cntrl}]*)?");

    /**
     * @throws IllegalArgumentException if its {@code Content-Type} is not one media type
     */
    public Answered {
      List<String> types = answer.headers().getOrDefault("Content-Type", List.of());
      if (types.size() > 1 || !types.stream().allMatch(t -> MEDIA_TYPE.matcher(t).matches())) {
        throw new IllegalArgumentException(
            "Content-Type is not one media type, such as text/plain");
      }
    }
  }

  /** The work was not done; the same request may run again. */
  record Free() implements Resolution {}
}

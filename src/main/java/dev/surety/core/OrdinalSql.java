package dev.surety.core;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A statement with ordinal parameters ({@code ?1}) as JDBC takes it.
 *
 * @param text the statement with a plain question mark for each parameter
 * @param ordinals which parameter stands at each question mark, from 1
 */
record OrdinalSql(String text, List<Integer> ordinals) {

  private static final Pattern ORDINAL = Pattern.compile("\\?(\\d+)");

  static OrdinalSql of(String sql) {
    Matcher parameters = ORDINAL.matcher(sql);
    List<Integer> ordinals =
        parameters.results().map(found -> Integer.valueOf(found.group(1))).toList();
    return new OrdinalSql(parameters.replaceAll("?"), ordinals);
  }
}

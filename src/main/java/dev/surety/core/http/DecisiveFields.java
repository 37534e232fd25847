package dev.surety.core.http;

import java.util.List;

/**
 * Which of a request's fields decide what becomes of it at one method, so that who signs the
 * request must sign them; a CDI bean of each part that has such fields.
 */
public interface DecisiveFields {

  List<Field> of(ResourceMethod resource);

  /**
   * A field.
   *
   * @param name in lower case
   * @param optional whether a request may leave it out
   */
  record Field(String name, boolean optional) {}
}

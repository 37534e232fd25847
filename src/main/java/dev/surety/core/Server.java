package dev.surety.core;

import dev.surety.SuretyException;

/**
 * The database server as a transaction of Surety's DataSource sees it.
 *
 * @param version as {@code server_version_num}: 140023 for 14.23
 * @param isolation of the DataSource's transactions
 */
record Server(int version, String isolation) {

  private static final int OLDEST = 140000;

  /**
   * Asks the DataSource.
   *
   * @throws SuretyException if it does not lead to a PostgreSQL
   */
  static Server of(Transactions transactions, Database database, SqlFile statements) {
    try {
      Row row = transactions.own(() -> database.query(statements.get("server"))).get(0);
      return new Server(row.integer(0), row.text(1));
    } catch (RuntimeException e) {
      throw new SuretyException(
          "the DataSource of Surety's persistence unit does not answer as PostgreSQL does. The"
              + " default DataSource of WildFly and Payara is H2: name yours in persistence.xml",
          e);
    }
  }

  /**
   * @throws SuretyException saying what Surety needs instead
   */
  void check() {
    if (version < OLDEST) {
      throw new SuretyException(
          "PostgreSQL " + version / 10_000 + " is too old; Surety needs 14 or newer");
    }
    if (!isolation.equals("read committed")) {
      throw new SuretyException(
          "the DataSource's transaction isolation is '"
              + isolation
              + "'; Surety needs 'read committed', which is PostgreSQL's default");
    }
  }
}

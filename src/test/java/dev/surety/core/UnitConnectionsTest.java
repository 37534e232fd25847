package dev.surety.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.postgresql.ds.PGSimpleDataSource;

class UnitConnectionsTest {

  private static final String KEY = "jakarta.persistence.jtaDataSource";

  private final DataSource own = new PGSimpleDataSource();

  @Test
  void dataSourceOfTheUnit_isTaken() {
    assertThat(UnitConnections.dataSource(Map.of(KEY, own))).containsSame(own);
  }

  @Test
  void nameOfADataSource_isNone() {
    assertThat(UnitConnections.dataSource(Map.of(KEY, "java:/jdbc/orders"))).isEmpty();
    assertThat(UnitConnections.dataSource(Map.of())).isEmpty();
  }

  /** Its connections may lead to another database, such as the tenant's. */
  @Test
  void unitThatChoosesItsConnections_hasNone() {
    for (String choosing :
        new String[] {
          "hibernate.connection.provider_class", "hibernate.multi_tenant_connection_provider"
        }) {
      assertThat(UnitConnections.dataSource(Map.of(KEY, own, choosing, "app.Tenants"))).isEmpty();
    }
  }
}

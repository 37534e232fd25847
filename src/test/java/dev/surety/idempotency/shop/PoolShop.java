package dev.surety.idempotency.shop;

import jakarta.enterprise.context.RequestScoped;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import javax.naming.InitialContext;
import javax.naming.NamingException;
import javax.sql.DataSource;

/** Shows how many connections of the pool are free; outside a transaction each is another one. */
@Path("pool")
@RequestScoped
public class PoolShop {

  /** Takes as many connections as it is told, and gives them back. */
  @POST
  public String take(String count) throws NamingException, SQLException {
    DataSource pool = InitialContext.doLookup("java:comp/DefaultDataSource");
    List<Connection> taken = new ArrayList<>();
    try {
      for (int i = Integer.parseInt(count); i > 0; i--) {
        taken.add(pool.getConnection());
      }
      return "got " + taken.size();
    } finally {
      for (Connection connection : taken) {
        connection.close();
      }
    }
  }
}

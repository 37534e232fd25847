package dev.surety.idempotency.shop;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Response;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javax.naming.InitialContext;
import javax.naming.NamingException;
import javax.sql.DataSource;

/** Not guarded: what the servers answer by themselves, and the keys to the gate. */
@Path("open")
@RequestScoped
@Transactional
public class OpenShop {

  @Inject Work work;
  @Inject Gate gate;

  @POST
  public Response order(@QueryParam("as") String as, String name) {
    return work.perform(as, name);
  }

  @POST
  @Path("entity")
  public Map<String, Object> entity(String name) {
    return work.entity(name);
  }

  /** Takes as many connections from the pool as it is told, and gives them back. */
  @POST
  @Path("connections")
  @Transactional(Transactional.TxType.NOT_SUPPORTED)
  public String connections(String count) throws NamingException, SQLException {
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

  @POST
  @Path("inside")
  public String inside(String name) {
    return Boolean.toString(gate.isWaiting(name));
  }

  @POST
  @Path("gate")
  public void open(String name) {
    gate.open(name);
  }
}

package dev.surety.signature.partner;

import jakarta.ws.rs.ApplicationPath;
import jakarta.ws.rs.core.Application;
import java.util.Map;

/** An application whose runtime looks for no services, and so for no guard. */
@ApplicationPath("/silent")
public class SilentRoot extends Application {

  @Override
  public Map<String, Object> getProperties() {
    return Map.of("jakarta.ws.rs.loadServices", false);
  }
}

package dev.surety.signature.partner;

import jakarta.ws.rs.container.DynamicFeature;
import jakarta.ws.rs.container.ResourceInfo;
import jakarta.ws.rs.core.FeatureContext;

/** A library's feature, found through {@code META-INF/services} as Surety's are. */
public class OtherFeature implements DynamicFeature {

  /** Where the services are listed in an archive. */
  public static final String SERVICES =
      "WEB-INF/classes/META-INF/services/jakarta.ws.rs.container.DynamicFeature";

  @Override
  public void configure(ResourceInfo info, FeatureContext context) {}
}

package dev.surety.signature.partner;

import dev.surety.signature.FallbackAuthentication;
import dev.surety.signature.SignatureRequired;
import dev.surety.signature.VerifiedSigner;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.container.ContainerRequestContext;

/** Every use of the annotation that the deployment refuses. */
@SuppressWarnings("unused")
public final class MisusedSignature {

  private MisusedSignature() {}

  /** A resource with methods that no filter stands before. */
  @Path("misused-signature")
  @RequestScoped
  public static class Methods {

    @Path("below")
    @SignatureRequired
    public Object locator() {
      return new Below();
    }

    @SignatureRequired
    public void noRequest() {}

    @SignatureRequired
    void hidden() {}

    @SignatureRequired
    public static void shared() {}
  }

  /** All of the class, a locator among it. */
  @Path("misused-class")
  @SignatureRequired
  @RequestScoped
  public static class WithLocator {

    @POST
    public void post() {}

    @Path("below")
    public Object locatorOfClass() {
      return new Object();
    }
  }

  /** Reached through a locator; CDI does not know of it. */
  public static class Below {

    @POST
    @SignatureRequired
    public void viaLocator() {}
  }

  /** No resource at all. */
  @ApplicationScoped
  @SignatureRequired
  public static class NoResource {
    public void call() {}
  }

  /** Keeps the first signer it meets. */
  @ApplicationScoped
  public static class Keeper {
    @Inject VerifiedSigner signer;
  }

  /** Lives as long as what it is injected into. */
  @Dependent
  public static class Helper {
    @Inject VerifiedSigner signer;
  }

  /** One of two. */
  @ApplicationScoped
  public static class First implements FallbackAuthentication {
    @Override
    public boolean isAuthenticated(ContainerRequestContext request) {
      return true;
    }
  }

  /** The other. */
  @ApplicationScoped
  public static class Second extends First {}
}

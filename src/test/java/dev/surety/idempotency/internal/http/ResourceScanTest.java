package dev.surety.idempotency.internal.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.surety.idempotency.Idempotent;
import dev.surety.idempotency.internal.IdempotencySettings.Guard;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class ResourceScanTest {

  /** A type that an application may leave out. */
  public interface Optional {}

  /** A library's resource that cannot be read without it. */
  @Path("library")
  public static class Library {

    @POST
    public void post(Optional optional) {}
  }

  /** One that is guarded. */
  @Path("guarded")
  public static class Guarded {

    @POST
    @Idempotent
    public void post() {}
  }

  @Test
  void classWhoseDependencyIsMissing_isPassedBy() throws ClassNotFoundException {
    Class<?> broken = new WithoutOptional().loadClass(Library.class.getName());
    assertThat(broken).isNotSameAs(Library.class);
    assertThat(ResourceScan.isGuarded(broken, Guard.POST_AND_PATCH)).isFalse();
  }

  @Test
  void guardedClass_isFound() {
    assertThat(ResourceScan.isGuarded(Guarded.class, Guard.ANNOTATED)).isTrue();
    assertThat(ResourceScan.isGuarded(Library.class, Guard.ANNOTATED)).isFalse();
    assertThat(ResourceScan.isGuarded(Library.class, Guard.POST_AND_PATCH)).isTrue();
  }

  /** Loads the library's class itself, without what it depends on. */
  private static final class WithoutOptional extends ClassLoader {

    WithoutOptional() {
      super(ResourceScanTest.class.getClassLoader());
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
      if (name.equals(Optional.class.getName())) {
        throw new ClassNotFoundException(name);
      }
      return name.equals(Library.class.getName()) ? define(name) : super.loadClass(name, resolve);
    }

    private Class<?> define(String name) {
      String file = name.replace('.', '/') + ".class";
      try (InputStream in = Objects.requireNonNull(getParent().getResourceAsStream(file))) {
        byte[] bytes = in.readAllBytes();
        return defineClass(name, bytes, 0, bytes.length);
      } catch (IOException e) {
        throw new AssertionError(e);
      }
    }
  }
}

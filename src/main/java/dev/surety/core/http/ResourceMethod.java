package dev.surety.core.http;

import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.sse.SseEventSink;
import java.lang.annotation.Annotation;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A JAX-RS method of a class, read with the inheritance of its annotations (REST 3.1, 3.6).
 *
 * <p>An annotation is looked for on the method, then on those it overrides, then on those of
 * interfaces it implements.
 *
 * @param type the resource class
 * @param method the method as the class implements it
 */
public record ResourceMethod(Class<?> type, Method method) {

  /** Finds the implementation that a call of the method on the class reaches. */
  public static ResourceMethod of(Class<?> type, Method method) {
    return new ResourceMethod(type, implementation(type, method));
  }

  /** Every public method of the class that a request or a sub-resource locator can reach. */
  public static List<ResourceMethod> in(Class<?> type) {
    return Arrays.stream(type.getMethods())
        .filter(method -> !method.isBridge() && method.getDeclaringClass() != Object.class)
        .map(method -> new ResourceMethod(type, method))
        .filter(method -> method.httpMethod().isPresent() || method.isLocator())
        .toList();
  }

  /** The HTTP method it answers, such as POST; empty if it is not one of those. */
  public Optional<String> httpMethod() {
    return definitions()
        .flatMap(method -> Arrays.stream(method.getAnnotations()))
        .map(annotation -> annotation.annotationType().getAnnotation(HttpMethod.class))
        .filter(Objects::nonNull)
        .map(HttpMethod::value)
        .findFirst();
  }

  /** Whether it hands the request on to an object that it returns. */
  public boolean isLocator() {
    return httpMethod().isEmpty() && annotation(Path.class).isPresent();
  }

  /** Class and method path joined, with one slash at the front and none at the end. */
  public String template() {
    return joined(
        ofClass(Path.class).map(Path::value).orElse(""),
        annotation(Path.class).map(Path::value).orElse(""));
  }

  /** The first of the kind on this method or one that it overrides or implements. */
  public <A extends Annotation> Optional<A> annotation(Class<A> kind) {
    return definitions().map(m -> m.getAnnotation(kind)).filter(Objects::nonNull).findFirst();
  }

  /** The first of the kind on the class, its superclasses or their interfaces. */
  public <A extends Annotation> Optional<A> ofClass(Class<A> kind) {
    return lineage(type).stream()
        .map(ancestor -> ancestor.getAnnotation(kind))
        .filter(Objects::nonNull)
        .findFirst();
  }

  public List<MediaType> produces() {
    return annotation(Produces.class)
        .or(() -> ofClass(Produces.class))
        .map(Produces::value)
        .stream()
        .flatMap(Arrays::stream)
        // One string may list several.
        .flatMap(value -> Arrays.stream(value.split(",")))
        .map(value -> MediaType.valueOf(value.strip()))
        .toList();
  }

  /** Whether it answers with server-sent events. */
  public boolean sendsEvents() {
    return produces().contains(MediaType.SERVER_SENT_EVENTS_TYPE)
        || List.of(method.getParameterTypes()).contains(SseEventSink.class);
  }

  /** The annotations where an access rule may stand, the more specific first. */
  public List<List<Annotation>> securityElements() {
    return Stream.<AnnotatedElement>concat(definitions(), lineage(type).stream())
        .map(element -> List.of(element.getAnnotations()))
        .toList();
  }

  /** As messages name it. */
  @Override
  public String toString() {
    return type.getName() + "#" + method.getName();
  }

  /** The method itself, those it overrides, and those of interfaces, in this order. */
  public Stream<Method> definitions() {
    return lineage(type).stream()
        .flatMap(ancestor -> Arrays.stream(ancestor.getDeclaredMethods()))
        .filter(candidate -> candidate.equals(method) || isOverridden(candidate));
  }

  private boolean isOverridden(Method candidate) {
    if (!candidate.getName().equals(method.getName())
        || candidate.getParameterCount() != method.getParameterCount()
        || candidate.isBridge()) {
      return false;
    }
    return Arrays.equals(candidate.getParameterTypes(), method.getParameterTypes())
        || implementation(type, candidate).equals(method);
  }

  private static Method implementation(Class<?> type, Method method) {
    Method reached;
    try {
      reached = type.getMethod(method.getName(), method.getParameterTypes());
    } catch (NoSuchMethodException e) {
      return method;
    }
    if (!reached.isBridge()) {
      return reached;
    }
    // A bridge stands for the method whose parameters are the type arguments.
    return Arrays.stream(reached.getDeclaringClass().getDeclaredMethods())
        .filter(m -> !m.isBridge() && m.getName().equals(method.getName()))
        .filter(m -> accepts(m.getParameterTypes(), method.getParameterTypes()))
        .findFirst()
        .orElse(reached);
  }

  private static boolean accepts(Class<?>[] specific, Class<?>[] general) {
    if (specific.length != general.length) {
      return false;
    }
    for (int i = 0; i < specific.length; i++) {
      if (!general[i].isAssignableFrom(specific[i])) {
        return false;
      }
    }
    return true;
  }

  /** The class, its superclasses, then every interface of them. */
  private static Set<Class<?>> lineage(Class<?> type) {
    Set<Class<?>> classes = new LinkedHashSet<>();
    for (Class<?> c = type; c != null && c != Object.class; c = c.getSuperclass()) {
      classes.add(c);
    }
    for (Class<?> c : new ArrayList<>(classes)) {
      addInterfaces(c, classes);
    }
    return classes;
  }

  private static void addInterfaces(Class<?> type, Set<Class<?>> classes) {
    for (Class<?> i : type.getInterfaces()) {
      classes.add(i);
      addInterfaces(i, classes);
    }
  }

  private static String joined(String... paths) {
    StringBuilder joined = new StringBuilder();
    for (String path : paths) {
      String bare = path.replaceAll("^/+|/+$", "");
      if (!bare.isEmpty()) {
        joined.append('/').append(bare);
      }
    }
    return joined.isEmpty() ? "/" : joined.toString();
  }
}

package dev.surety.testing;

import jakarta.annotation.security.DeclareRoles;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.security.enterprise.authentication.mechanism.http.BasicAuthenticationMechanismDefinition;
import jakarta.security.enterprise.credential.UsernamePasswordCredential;
import jakarta.security.enterprise.identitystore.CredentialValidationResult;
import jakarta.security.enterprise.identitystore.IdentityStore;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.Set;

/**
 * Users of a test archive over HTTP Basic: alice and bob are buyers, mallory has no role.
 *
 * <p>Everybody's password is their name.
 */
@ApplicationScoped
@DeclareRoles("buyer")
@BasicAuthenticationMechanismDefinition(realmName = "tests")
public class TestUsers implements IdentityStore {

  private static final Map<String, Set<String>> ROLES =
      Map.of("alice", Set.of("buyer"), "bob", Set.of("buyer"), "mallory", Set.of());

  /** The Authorization header of a user. */
  public static String basic(String user) {
    byte[] credentials = (user + ":" + user).getBytes(StandardCharsets.UTF_8);
    return "Basic " + Base64.getEncoder().encodeToString(credentials);
  }

  /** Called by the server for each Basic credential. */
  public CredentialValidationResult validate(UsernamePasswordCredential credential) {
    String user = credential.getCaller();
    Set<String> roles = ROLES.get(user);
    return roles != null && credential.compareTo(user, user)
        ? new CredentialValidationResult(user, roles)
        : CredentialValidationResult.INVALID_RESULT;
  }
}

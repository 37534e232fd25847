package dev.surety.signature.internal.target;

import dev.surety.core.net.IpAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The canonical form of a host that is a name or an IPv4 address.
 *
 * <p>UTS #46 with non-transitional processing, {@code CheckHyphens}, {@code CheckBidi}, {@code
 * CheckJoiners}, {@code UseSTD3ASCIIRules} and {@code VerifyDnsLength}. One root dot is taken away.
 * A name whose last label is a number must be an IPv4 address in four decimal numbers, because
 * resolvers take other spellings for addresses too.
 */
final class DomainName {

  private static final int MAX_LENGTH = 253;

  /** What the URL Standard takes for an address: a last label of digits, or of hexadecimal ones. */
  private static final Pattern ENDS_IN_NUMBER = Pattern.compile("(.*\\.)?(\\d+|0x[0-9a-f]*)");

  private DomainName() {}

  /** Null if the host is malformed. */
  static @Nullable String canonical(String host) {
    String mapped = mapped(host);
    if (mapped == null) {
      return null;
    }
    String name = mapped.endsWith(".") ? mapped.substring(0, mapped.length() - 1) : mapped;
    if (ENDS_IN_NUMBER.matcher(name).matches()) {
      return IpAddress.v4(name) == null ? null : name;
    }
    List<Label> labels = new ArrayList<>();
    for (String text : name.split("\\.", -1)) {
      Label label = Label.of(text);
      if (label == null) {
        return null;
      }
      labels.add(label);
    }
    String ascii = labels.stream().map(Label::ascii).collect(Collectors.joining("."));
    return ascii.length() <= MAX_LENGTH && BidiRule.holds(labels) ? ascii : null;
  }

  private static @Nullable String mapped(String host) {
    if (host.length() > MAX_LENGTH + 1) {
      return null;
    }
    boolean ascii = host.chars().allMatch(c -> c < 0x80);
    return ascii ? host.toLowerCase(Locale.ROOT) : Uts46.map(host);
  }
}

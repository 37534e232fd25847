package dev.surety.core.net;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Reads IP addresses in the one spelling that RFC 3986 §3.2.2 knows; never asks a name server.
 *
 * <p>IPv4 is four decimal numbers without leading zeros; hexadecimal, octal and short spellings are
 * none. IPv6 has neither brackets nor a zone.
 */
public final class IpAddress {

  private static final int GROUPS = 8;

  private IpAddress() {}

  /** The address's bytes, 4 or 16; one that is IPv4 mapped into IPv6 has 4. Null if it is none. */
  public static byte @Nullable [] of(String text) {
    byte[] address = text.indexOf(':') < 0 ? v4(text) : v6(text);
    return address == null ? null : unmapped(address);
  }

  public static byte @Nullable [] v4(String text) {
    String[] parts = text.split("\\.", -1);
    if (parts.length != 4) {
      return null;
    }
    byte[] address = new byte[4];
    for (int i = 0; i < 4; i++) {
      int value = number(parts[i], 10, 3);
      if (value < 0 || value > 255 || (parts[i].length() > 1 && parts[i].charAt(0) == '0')) {
        return null;
      }
      address[i] = (byte) value;
    }
    return address;
  }

  public static byte @Nullable [] v6(String text) {
    int gap = text.indexOf("::");
    if (gap < 0) {
      byte[] whole = groups(text, true);
      return whole != null && whole.length == 2 * GROUPS ? whole : null;
    }
    byte[] head = gap == 0 ? new byte[0] : groups(text.substring(0, gap), false);
    String after = text.substring(gap + 2);
    byte[] tail = after.isEmpty() ? new byte[0] : groups(after, true);
    if (head == null || tail == null || head.length + tail.length > 2 * (GROUPS - 1)) {
      return null;
    }
    byte[] address = Arrays.copyOf(head, 2 * GROUPS);
    System.arraycopy(tail, 0, address, address.length - tail.length, tail.length);
    return address;
  }

  /**
   * @param endsAddress whether the last two groups may be written as IPv4
   */
  private static byte @Nullable [] groups(String text, boolean endsAddress) {
    String[] parts = text.split(":", -1);
    if (parts.length > GROUPS) {
      return null;
    }
    String last = parts[parts.length - 1];
    byte[] v4 = endsAddress ? v4(last) : null;
    int count = v4 == null ? parts.length : parts.length - 1;
    byte[] bytes = new byte[2 * count + (v4 == null ? 0 : 4)];
    for (int i = 0; i < count; i++) {
      int group = number(parts[i], 16, 4);
      if (group < 0) {
        return null;
      }
      bytes[2 * i] = (byte) (group >> 8);
      bytes[2 * i + 1] = (byte) group;
    }
    if (v4 != null) {
      System.arraycopy(v4, 0, bytes, 2 * count, 4);
    }
    return bytes;
  }

  private static int number(String digits, int radix, int longest) {
    if (digits.isEmpty() || digits.length() > longest) {
      return -1;
    }
    int value = 0;
    for (int i = 0; i < digits.length(); i++) {
      char c = digits.charAt(i);
      int digit = c < 0x80 ? Character.digit(c, radix) : -1;
      if (digit < 0) {
        return -1;
      }
      value = value * radix + digit;
    }
    return value;
  }

  private static byte[] unmapped(byte[] address) {
    boolean mapped =
        address.length == 16
            && Arrays.equals(Arrays.copyOf(address, 10), new byte[10])
            && address[10] == -1
            && address[11] == -1;
    return mapped ? Arrays.copyOfRange(address, 12, 16) : address;
  }
}

package dev.surety.core.net;

import java.net.InetAddress;
import java.net.UnknownHostException;

/** Finds the addresses of a name, as {@link InetAddress#getAllByName} does. */
@FunctionalInterface
interface Lookup {

  InetAddress[] addresses(String host) throws UnknownHostException;
}

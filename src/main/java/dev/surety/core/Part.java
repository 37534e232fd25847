package dev.surety.core;

/** One of Surety's promises, as the start-up sees it; a CDI bean. */
public interface Part {

  /** Begins to work; the tables of every part have been checked. */
  void start(Core core);

  /** Ends its threads and hands back what it holds; must not fail if it never started. */
  void stop();
}

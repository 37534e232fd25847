package dev.surety.readme;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A page of documentation, as far as tests look into it. */
public record Markdown(Path file, List<String> lines) {

  private static final Pattern LINK = Pattern.compile("\\]\\(([^)\\s]+)\\)");

  /** A fenced block: its language and its text, without the indentation of its fence. */
  public record Block(String language, String text) {}

  public static Markdown read(String file) {
    Path path = Path.of(file);
    try {
      return new Markdown(path, Files.readAllLines(path));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What stands under a heading of the second level, without the heading. */
  public Markdown section(String heading) {
    int start = lines.indexOf("## " + heading);
    if (start < 0) {
      throw new IllegalArgumentException(file + " has no section " + heading);
    }
    List<String> rest = lines.subList(start + 1, lines.size());
    return new Markdown(file, rest.stream().takeWhile(line -> !line.startsWith("## ")).toList());
  }

  /** The fenced blocks of a language, in their order. */
  public List<String> blocks(String language) {
    return blocks().stream()
        .filter(block -> block.language().equals(language))
        .map(Block::text)
        .toList();
  }

  /** Every row of every table, its cells without blanks and code marks. */
  public List<List<String>> rows() {
    return lines.stream()
        .filter(line -> line.startsWith("|") && !line.startsWith("|---"))
        .map(line -> line.substring(1, line.lastIndexOf('|')))
        .map(line -> Stream.of(line.split("\\|", -1)).map(Markdown::plain).toList())
        .toList();
  }

  /** Where links lead that stay within the repository, from its root; anchors included. */
  public List<String> localLinks() {
    return LINK.matcher(String.join("\n", lines))
        .results()
        .map(link -> link.group(1))
        .filter(link -> !link.contains("://"))
        .toList();
  }

  /** The anchors of all headings, as GitHub makes them. */
  public List<String> anchors() {
    return lines.stream()
        .filter(line -> line.startsWith("#"))
        .map(line -> line.replaceFirst("^#+ ", "").toLowerCase(Locale.ROOT))
        .map(line -> line.replaceAll("[^\\w\\- ]", "").replace(' ', '-'))
        .toList();
  }

  private List<Block> blocks() {
    List<Block> blocks = new ArrayList<>();
    for (int i = 0; i < lines.size(); i++) {
      int indent = lines.get(i).indexOf("```");
      if (indent >= 0) {
        String language = lines.get(i).substring(indent + 3);
        StringBuilder text = new StringBuilder();
        for (i++; !lines.get(i).strip().equals("```"); i++) {
          text.append(lines.get(i).substring(Math.min(indent, lines.get(i).length()))).append('\n');
        }
        blocks.add(new Block(language, text.toString()));
      }
    }
    return blocks;
  }

  private static String plain(String cell) {
    String text = cell.strip();
    return text.matches("`[^`]*`") ? text.substring(1, text.length() - 1) : text;
  }
}

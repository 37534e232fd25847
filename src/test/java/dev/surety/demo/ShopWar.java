package dev.surety.demo;

import dev.surety.demo.shop.Api;
import java.io.File;
import java.nio.file.Path;
import java.util.List;
import org.jboss.shrinkwrap.api.ShrinkWrap;
import org.jboss.shrinkwrap.api.exporter.ZipExporter;
import org.jboss.shrinkwrap.api.spec.WebArchive;

/** The shop as a user would package it: its classes, its page, and Surety's jar in WEB-INF/lib. */
final class ShopWar {

  private ShopWar() {}

  /**
   * @param libraries Surety's jar and what it needs at run time
   */
  static void write(Path target, List<File> libraries) {
    WebArchive war = ShrinkWrap.create(WebArchive.class, "shop.war");
    war.addPackage(Api.class.getPackage());
    war.addAsResource("demo/persistence.xml", "META-INF/persistence.xml");
    war.addAsResource("demo/shop.properties", "META-INF/microprofile-config.properties");
    for (String file : List.of("index.html", "shop.css", "shop.js")) {
      war.addAsWebResource("demo/" + file, file);
    }
    war.addAsWebInfResource("demo/beans.xml", "beans.xml");
    war.addAsLibraries(libraries.toArray(File[]::new));
    war.as(ZipExporter.class).exportTo(target.toFile(), true);
  }
}

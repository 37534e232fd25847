package dev.surety.idempotency.shop;

import jakarta.annotation.Resource;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.annotation.WebFilter;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.transaction.UserTransaction;
import java.io.IOException;

/** One transaction around a whole request, where the request asks for it. */
@WebFilter(urlPatterns = "/*", asyncSupported = true)
public class TransactionFilter extends HttpFilter {

  private static final long serialVersionUID = 1L;

  @Resource private transient UserTransaction transaction;

  @Override
  protected void doFilter(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    if (request.getHeader("X-Transaction") == null) {
      chain.doFilter(request, response);
      return;
    }
    try {
      transaction.begin();
      try {
        chain.doFilter(request, response);
      } finally {
        transaction.commit();
      }
    } catch (IOException | ServletException e) {
      throw e;
    } catch (Exception e) {
      throw new ServletException(e);
    }
  }
}
